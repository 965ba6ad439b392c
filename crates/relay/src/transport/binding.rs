//! The part of STUN that ICE needs of an ICE-lite agent (RFC 8445 §7): binding requests in, responses out. Whom to believe is decided in `ice`.

use std::net::SocketAddr;

use aws_lc_rs::hmac;

use crate::packet::stun::{Class, Message, Writer, attribute, method};

/// A binding request with a user name and integrity, which is still to be checked.
pub(crate) struct Request<'a> {
    message: Message<'a>,
    /// Both sides' username fragments.
    username: &'a str,
}

impl<'a> Request<'a> {
    /// Reads a binding request (RFC 8445 §7.1); `None` for anything else, and for a fingerprint that does not hold.
    /// One that is absent is no harm: the integrity covers what matters.
    pub(crate) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let message = Message::parse(bytes)?;
        let is_request = (message.class, message.method) == (Class::Request, method::BINDING);
        let username = message.text(attribute::USERNAME)?;
        (is_request && message.is_signed()).then_some(Self { message, username })
    }

    /// The username fragments of the relay and of the client.
    pub(crate) fn fragments(&self) -> Option<(&'a str, &'a str)> {
        self.username.split_once(':')
    }

    /// The client chose this pair.
    pub(crate) fn nominates(&self) -> bool {
        self.message.attribute(attribute::USE_CANDIDATE).is_some()
    }

    /// The client believes the relay to be in control, which an ICE-lite agent never is.
    pub(crate) fn role_conflict(&self) -> bool {
        self.message.attribute(attribute::ICE_CONTROLLED).is_some()
    }

    /// Whether whoever sent this knows the password of the answer.
    pub(crate) fn holds(&self, password: &hmac::Key) -> bool {
        self.message.holds(password)
    }

    /// Writes that the request came from `source`.
    pub(crate) fn succeed(&self, out: &mut Vec<u8>, source: SocketAddr, password: &hmac::Key) {
        Writer::new(out, Class::Success, method::BINDING, self.message.transaction)
            .address(attribute::XOR_MAPPED_ADDRESS, source)
            .end(Some(password), true);
    }

    /// Writes that the client must take control (RFC 8445 §7.3.1.1).
    pub(crate) fn refuse_role(&self, out: &mut Vec<u8>, password: &hmac::Key) {
        Writer::new(out, Class::Error, method::BINDING, self.message.transaction)
            .error(487, "Role Conflict")
            .end(Some(password), true);
    }
}

/// What a client sends.
#[cfg(test)]
pub(crate) mod testing {
    use super::*;

    /// A binding request.
    pub(crate) fn request(username: &str, password: &hmac::Key, nominates: bool) -> Vec<u8> {
        let mut out = vec![];
        let writer = Writer::new(&mut out, Class::Request, method::BINDING, *b"transaction!")
            .attribute(attribute::USERNAME, username.as_bytes());
        let writer = if nominates { writer.attribute(attribute::USE_CANDIDATE, &[]) } else { writer };
        writer.end(Some(password), true);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::stun::testing::{REQUEST, SHORT_TERM_PASSWORD, hex, short_term};

    #[test]
    fn the_sample_request_of_rfc_5769_is_understood_and_answered() {
        let bytes = hex(REQUEST);
        let request = Request::parse(&bytes).unwrap();
        assert_eq!(request.fragments(), Some(("evtj", "h6vY")));
        assert_eq!((request.nominates(), request.role_conflict()), (false, true));
        let key = short_term(SHORT_TERM_PASSWORD);
        assert!(request.holds(&key));
        for source in ["192.0.2.1:32853", "[2001:db8:1234:5678:11:2233:4455:6677]:32853"] {
            let source: SocketAddr = source.parse().unwrap();
            let mut out = vec![9];
            request.succeed(&mut out, source, &key);
            let response = Message::parse(&out[1..]).unwrap();
            assert_eq!((response.class, response.method), (Class::Success, method::BINDING));
            assert_eq!(response.transaction, bytes[8..20]);
            let mapped = response.attribute(attribute::XOR_MAPPED_ADDRESS).and_then(|value| response.address(value));
            assert_eq!(mapped, Some(source));
            assert!(response.fingerprint && response.holds(&key));
        }
        let mut out = vec![];
        request.refuse_role(&mut out, &key);
        let response = Message::parse(&out).unwrap();
        assert_eq!(response.class, Class::Error);
        assert_eq!(response.attribute(attribute::ERROR_CODE).map(|value| &value[..4]), Some(&[0, 0, 4, 87][..]));
        assert!(response.holds(&key));
    }

    #[test]
    fn what_is_no_signed_binding_request_is_none() {
        let key = short_term("p");
        let with = |class, method, attributes: &[u16], signed: bool| {
            let mut out = vec![];
            let writer = Writer::new(&mut out, class, method, [7; 12]);
            let writer = attributes.iter().fold(writer, |writer, kind| writer.attribute(*kind, b"a:b"));
            writer.end(signed.then_some(&key), true);
            out
        };
        let username = [attribute::USERNAME];
        assert!(Request::parse(&with(Class::Request, method::BINDING, &username, true)).is_some());
        for other in [
            with(Class::Success, method::BINDING, &username, true),
            with(Class::Request, method::ALLOCATE, &username, true),
            with(Class::Request, method::BINDING, &[], true),
            with(Class::Request, method::BINDING, &username, false),
        ] {
            assert!(Request::parse(&other).is_none(), "{other:?}");
        }
    }
}
