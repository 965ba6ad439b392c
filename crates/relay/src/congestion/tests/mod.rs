//! Tests of congestion control: over simulated links, in virtual time, with seeds; and of the wire format, against another reader.

mod call;
mod link;
mod shares;
mod wire;
