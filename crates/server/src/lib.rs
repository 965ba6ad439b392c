//! The server: it carries what it cannot open. Routes, sockets and commands live here; the rules are in `visit`, media in `relay`, rows in `store`.

mod accounts;
pub mod cli;
mod clinic;
mod edge;
mod entrance;
mod keys;
mod log_key;
mod media;
mod routes;
