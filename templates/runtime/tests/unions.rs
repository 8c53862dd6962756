//! Unions without a tag: what fits best, also where unions are inside of each other.

use runtime::exports::UnknownVariant;
use runtime::union::Candidates;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

/// Either kind of node holds others, and has a member that the other lacks.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Left(Box<Left>),
    Right(Box<Right>),
    Unknown(UnknownVariant),
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Left {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inner: Vec<Node>,
    left: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
struct Right {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inner: Vec<Node>,
    right: Option<u8>,
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let candidates = Candidates::read(deserializer)?;
        Ok(candidates.offer(Self::Left).offer(Self::Right).choose(Self::Unknown))
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Left(node) => node.serialize(serializer),
            Self::Right(node) => node.serialize(serializer),
            Self::Unknown(value) => value.serialize(serializer),
        }
    }
}

/// Nodes inside of each other, with a member that no kind knows.
fn nested(depth: usize, width: usize) -> Value {
    (0..depth).fold(json!({"left": 1}), |inner, level| {
        let side = if level % 2 == 0 { "right" } else { "left" };
        let mut all = vec![json!({"left": 2}); width - 1];
        all.push(inner);
        json!({"inner": all, side: 1, "new": true})
    })
}

/// Checks that each node is of the kind whose member it has.
fn check(node: &Node, value: &Value) -> usize {
    let inner = match node {
        Node::Left(node) => {
            assert!(value.get("left").is_some());
            &node.inner
        }
        Node::Right(node) => {
            assert!(value.get("right").is_some());
            &node.inner
        }
        Node::Unknown(_) => panic!("{value}"),
    };
    let values = value.get("inner").and_then(Value::as_array);
    let values = values.map(Vec::as_slice).unwrap_or_default();
    assert_eq!(inner.len(), values.len());
    1 + inner.iter().zip(values).map(|(node, value)| check(node, value)).sum::<usize>()
}

/// Trying each kind at each depth would take 2 to the power of it.
#[test]
fn depth_does_not_multiply_work() {
    for (depth, width) in [(0, 1), (1, 1), (5, 3), (60, 1), (60, 20)] {
        let text = nested(depth, width).to_string();
        let node: Node = serde_json::from_str(&text).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(check(&node, &value), 1 + depth * width);
    }
}

#[test]
fn what_unions_inside_keep_counts() {
    #[derive(Deserialize, Serialize)]
    struct Outer {
        node: Node,
    }
    #[derive(Deserialize, Serialize)]
    struct Other {
        node: Value,
    }
    let text = r#"{"node": {"left": 1, "new": true}}"#;
    let candidates = || Candidates::read(&mut serde_json::Deserializer::from_str(text)).unwrap();
    let is_other =
        candidates().offer::<Outer>(|_| false).offer::<Other>(|_| true).choose(|_| unreachable!());
    assert!(is_other);
}
