//! Every value of a document together with what the object model says it is, in the order of the document.

use serde_json::{Map, Value};

use crate::spec::Pointer;
use crate::spec::model::{Kind, Shape};
use crate::spec::version::Version;

/// The values of a document that the specification knows, parents before children.
#[derive(Debug)]
pub(crate) struct Outline<'a> {
    entries: Vec<Entry<'a>>,
    /// The objects of each kind, by the number of the kind.
    objects: Vec<Vec<usize>>,
    references: Vec<usize>,
    /// Where the first value is.
    base: Pointer,
    version: Version,
    /// How many values stand in each other at the deepest place.
    pub(crate) depth: usize,
}

#[derive(Debug)]
struct Entry<'a> {
    parent: usize,
    step: Step<'a>,
    shape: Shape,
    kind: Option<Kind>,
    value: &'a Value,
}

/// How a value is reached from what it stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// One value of an outline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    outline: &'a Outline<'a>,
    index: usize,
    entry: &'a Entry<'a>,
}

impl<'a> Outline<'a> {
    /// Walks an OpenAPI 3.0 document from its root.
    pub(crate) fn of(raw: &'a Value) -> Self {
        Self::of_part(raw, Shape::Object(Kind::OpenApi), Pointer::root(), Version::V3_0)
    }

    /// Walks the value of a shape that stands at `base`.
    pub(super) fn of_part(raw: &'a Value, shape: Shape, base: Pointer, version: Version) -> Self {
        let mut outline = Self {
            entries: Vec::new(),
            objects: vec![Vec::new(); Kind::COUNT],
            references: Vec::new(),
            base,
            version,
            depth: 0,
        };
        outline.add(0, 0, Step::Key(""), shape, raw);
        outline
    }

    /// Every value, parents before children.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.entries.iter().enumerate().map(|(index, entry)| Node { outline: self, index, entry })
    }

    /// Every object of a kind. A `$ref` in place of one is not among them.
    pub(crate) fn objects(&self, kind: Kind) -> impl Iterator<Item = Node<'_>> {
        self.objects.get(kind as usize).into_iter().flatten().filter_map(|index| self.node(*index))
    }

    /// Every `$ref` that stands in place of an object.
    pub(crate) fn references(&self) -> impl Iterator<Item = Node<'_>> {
        self.references.iter().filter_map(|index| self.node(*index))
    }

    fn node(&self, index: usize) -> Option<Node<'_>> {
        Some(Node { outline: self, index, entry: self.entries.get(index)? })
    }

    fn add(&mut self, parent: usize, depth: usize, step: Step<'a>, shape: Shape, value: &'a Value) {
        let index = self.entries.len();
        let is_reference =
            matches!(shape, Shape::Reference(_) | Shape::Additional) && reference(value).is_some();
        let kind = kind_of(shape, value, is_reference, self.version);
        self.entries.push(Entry { parent, step, shape, kind, value });
        self.depth = self.depth.max(depth);
        if is_reference {
            self.references.push(index);
        }
        match (kind, shape, value) {
            (Some(kind), _, Value::Object(members)) => {
                self.objects.get_mut(kind as usize).into_iter().for_each(|list| list.push(index));
                let kind = kind.narrowed(members);
                for (key, value) in members {
                    if let Some(shape) = kind.shape(key, self.version) {
                        self.add(index, depth + 1, Step::Key(key), shape, value);
                    }
                }
            }
            (_, Shape::Map(element), Value::Object(members)) => {
                // Path items go by paths, expressions or names of events; a name in `components` is anyone's choice.
                let may_extend = matches!(element, Shape::Reference(Kind::PathItem));
                for (key, value) in members {
                    if may_extend && key.starts_with("x-") {
                        continue;
                    }
                    self.add(index, depth + 1, Step::Key(key), *element, value);
                }
            }
            (_, Shape::List(element), Value::Array(elements)) => {
                for (at, value) in elements.iter().enumerate() {
                    self.add(index, depth + 1, Step::Index(at), *element, value);
                }
            }
            _ => {}
        }
    }
}

/// The text of a `$ref`, if a value is one.
pub(crate) fn reference(value: &Value) -> Option<&str> {
    member(value, "$ref")?.as_str()
}

/// The member `name` of an object.
pub(crate) fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    find(value.as_object()?, name)
}

/// The member `name`. Among few, looking at each key is quicker than hashing one.
pub(crate) fn find<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    const FEW: usize = 8;
    if members.len() > FEW {
        return members.get(name);
    }
    members.iter().find_map(|(key, value)| (key == name).then_some(value))
}

fn kind_of(shape: Shape, value: &Value, is_reference: bool, version: Version) -> Option<Kind> {
    let kind = match shape {
        Shape::Object(kind) | Shape::Reference(kind) => kind,
        Shape::Additional => Kind::Schema,
        _ => return None,
    };
    (value.is_object() && (!is_reference || has_siblings(kind, version))).then_some(kind)
}

/// Whether what stands beside a `$ref` means something.
pub(super) fn has_siblings(kind: Kind, version: Version) -> bool {
    kind == Kind::PathItem || (kind == Kind::Schema && version == Version::V3_1)
}

static NO_MEMBERS: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);

impl<'a> Node<'a> {
    /// What the specification says stands here.
    pub(crate) fn shape(self) -> Shape {
        self.entry.shape
    }

    /// The kind of object this is; `None` for other values and for a `$ref` in its place.
    pub(crate) fn kind(self) -> Option<Kind> {
        self.entry.kind
    }

    /// The text of the `$ref` that stands in place of an object.
    pub(crate) fn reference(self) -> Option<&'a str> {
        match self.entry.shape {
            Shape::Reference(_) | Shape::Additional => reference(self.entry.value),
            _ => None,
        }
    }

    /// The value as written.
    pub(crate) fn value(self) -> &'a Value {
        self.entry.value
    }

    /// The members of an object, none for other values.
    pub(crate) fn members(self) -> &'a Map<String, Value> {
        self.entry.value.as_object().unwrap_or(&NO_MEMBERS)
    }

    /// The member `name`.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        member(self.entry.value, name)
    }

    /// The member `name`, if it is text.
    pub(crate) fn text(self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }

    /// The member `name`, if it is a list.
    pub(crate) fn list(self, name: &str) -> &'a [Value] {
        self.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// How this is reached from what it stands in.
    pub(crate) fn step(self) -> Step<'a> {
        self.entry.step
    }

    /// The key this is the value of, empty for an element of a list.
    pub(crate) fn key(self) -> &'a str {
        match self.entry.step {
            Step::Key(key) => key,
            Step::Index(_) => "",
        }
    }

    /// What this stands in.
    pub(crate) fn parent(self) -> Option<Self> {
        let index = self.entry.parent;
        let entry = self.outline.entries.get(index).filter(|_| self.index != 0)?;
        Some(Self { outline: self.outline, index, entry })
    }

    /// The nearest object of a kind that this stands in.
    pub(crate) fn ancestor(self, kind: Kind) -> Option<Self> {
        std::iter::successors(self.parent(), |node| node.parent())
            .find(|node| node.kind() == Some(kind))
    }

    /// Where this is.
    pub(crate) fn at(self) -> Pointer {
        let mut at = self.outline.base.clone();
        self.lead(&mut at);
        at
    }

    /// Leads a pointer from where the outline begins to this.
    fn lead(self, at: &mut Pointer) {
        let Some(parent) = self.parent() else { return };
        parent.lead(at);
        match self.entry.step {
            Step::Key(key) => at.push_key(key),
            Step::Index(index) => at.push_index(index),
        }
    }

    /// Where the member `name` is.
    pub(crate) fn at_key(self, name: &str) -> Pointer {
        self.at().key(name)
    }
}
