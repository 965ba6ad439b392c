//! TWCC on the wire xxx
