//! Changes a document so that most of it stays a document.

use serde_json::{Value, json};

/// Numbers that look random, the same for the same seed (xorshift64*).
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// Starts a sequence.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`, or 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or_default().checked_rem(end).unwrap_or_default()
    }

    fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        from.get(self.below(from.len()))
    }
}

/// A document with a few changes: to its values if it is JSON or YAML, else to its characters.
#[must_use]
pub fn document(text: &str, random: &mut Random) -> String {
    let tree = serde_yaml::from_str::<Value>(text).ok().filter(Value::is_object);
    match tree {
        Some(mut tree) if random.below(8) > 0 => {
            for _ in 0..=random.below(3) {
                change(&mut tree, random);
            }
            tree.to_string()
        }
        _ => characters(text, random),
    }
}

/// Changes one value of a tree, by way of the pointers of all of them.
fn change(tree: &mut Value, random: &mut Random) {
    let mut pointers = Vec::new();
    collect(tree, "", &mut pointers);
    let Some(at) = random.pick(&pointers).cloned() else { return };
    let other = random.pick(&pointers).and_then(|other| tree.pointer(other)).cloned();
    let reference = random.pick(&pointers).map(|other| json!({ "$ref": format!("#{other}") }));
    let Some(value) = tree.pointer_mut(&at) else { return };
    match random.below(6) {
        0 => remove(value, random),
        1 => rename(value, random),
        2 => *value = odd(random),
        3 => *value = reference.unwrap_or_default(),
        4 => insert(value, other.unwrap_or_default(), random),
        _ => *value = other.unwrap_or_default(),
    }
}

fn collect(value: &Value, at: &str, pointers: &mut Vec<String>) {
    pointers.push(at.to_owned());
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            collect(
                value,
                &format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                pointers,
            );
        }),
        Value::Array(elements) => elements.iter().enumerate().for_each(|(index, value)| {
            collect(value, &format!("{at}/{index}"), pointers);
        }),
        _ => {}
    }
}

fn remove(value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(members) => {
            let key = members.keys().nth(random.below(members.len())).cloned();
            key.and_then(|key| members.remove(&key));
        }
        Value::Array(elements) if !elements.is_empty() => {
            elements.remove(random.below(elements.len()));
        }
        other => *other = Value::Null,
    }
}

fn rename(value: &mut Value, random: &mut Random) {
    let Value::Object(members) = value else {
        *value = odd(random);
        return;
    };
    let key = members.keys().nth(random.below(members.len())).cloned();
    if let Some((key, name)) = key.zip(random.pick(WORDS)) {
        let value = members.remove(&key).unwrap_or_default();
        members.insert((*name).to_owned(), value);
    }
}

fn insert(value: &mut Value, new: Value, random: &mut Random) {
    match value {
        Value::Object(members) => {
            members.insert(random.pick(WORDS).copied().unwrap_or_default().to_owned(), new);
        }
        Value::Array(elements) => elements.push(new),
        other => *other = new,
    }
}

/// A value that is seldom what is asked for.
fn odd(random: &mut Random) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => json!(random.below(2) == 0),
        2 => json!(-1),
        3 => json!(u64::MAX),
        4 => json!(1.5e300),
        5 => json!([]),
        6 => json!({}),
        7 => json!([{}, null, 0, ""]),
        _ => json!(random.pick(WORDS)),
    }
}

/// Words that mean something to OpenAPI or to Rust, or should not.
const WORDS: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "array",
    "binary",
    "date-time",
    "default",
    "deepObject",
    "discriminator",
    "enum",
    "format",
    "integer",
    "items",
    "mapping",
    "multipart/form-data",
    "nullable",
    "object",
    "oneOf",
    "properties",
    "propertyName",
    "readOnly",
    "required",
    "string",
    "style",
    "text/plain",
    "type",
    "x-enum-varnames",
    "x-pagination",
    "x-rust-name",
    "x-sensitivity",
    "Self",
    "self",
    "crate",
    "gen",
    "async",
    "Option",
    "String",
    "Vec",
    "r#type",
    "new",
    "_",
    "__",
    "",
    " ",
    "0",
    "1st",
    "-",
    "+1",
    "a/b~c",
    "{id}",
    "}{",
    "é",
    "日本語",
    "\u{202e}",
    "\u{1f980}",
    "\0",
    "\n",
    "\"",
    "*/",
    "//",
    "```",
    "<b>",
    "[`x`]",
    "%",
    "{}",
    "#",
    "#/",
    "#/components/schemas/",
    "..",
];

fn characters(text: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let from = random.below(letters.len());
    let to = (from + random.below(40)).min(letters.len());
    match random.below(3) {
        0 => drop(letters.drain(from..to)),
        1 => letters.extend_from_within(from..to),
        _ => letters
            .splice(from..from, random.pick(WORDS).into_iter().flat_map(|it| it.chars()))
            .for_each(drop),
    }
    letters.into_iter().collect()
}
