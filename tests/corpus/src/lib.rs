//! What holds for any text whatever, and texts to hold it against.

pub mod mutate;
pub mod robust;
