//! The curtain binary.
fn main() {}
