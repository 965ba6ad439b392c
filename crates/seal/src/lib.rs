//! What only clients may do. Being built.
