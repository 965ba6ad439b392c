//! The wire format as clients see it, and what malformed text does to it.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use proptest::prelude::*;
use visit::wire::{ClientMessage, FromClient, MediaKind, Want};

#[test]
fn a_client_message_looks_like_this() {
    let wants = vec![Want { seat: "s1".try_into().unwrap(), kind: MediaKind::Camera, height: 360 }];
    let message = FromClient { seq: 3, ack: 2, body: ClientMessage::Want { wants } };
    let text = serde_json::to_string(&message).unwrap();
    assert_eq!(
        text,
        r#"{"seq":3,"ack":2,"body":{"type":"want","wants":[{"seat":"s1","kind":"camera","height":360}]}}"#
    );
}

#[test]
fn hello_is_read_as_documented() {
    let text = r#"{"seq":0,"ack":0,"body":{"type":"hello","protocol":1,"credential":{"type":"invitation","token":"AAECAwQFBgcICQoLDA0ODw"},"resume":null}}"#;
    let message: FromClient = serde_json::from_str(text).unwrap();
    assert!(matches!(message.body, ClientMessage::Hello { protocol: 1, .. }));
}

#[test]
fn unknown_fields_and_bad_identifiers_are_refused() {
    for text in [
        r#"{"seq":1,"ack":0,"body":{"type":"enter","visit":"a b"}}"#,
        r#"{"seq":1,"ack":0,"body":{"type":"enter","visit":""}}"#,
        r#"{"seq":1,"ack":0,"body":{"type":"enter","visit":"v","admin":true}}"#,
        r#"{"seq":1,"ack":0,"body":{"type":"leave"},"x":1}"#,
        r#"{"seq":-1,"ack":0,"body":{"type":"leave"}}"#,
        r#"{"seq":1,"ack":0,"body":{"type":"record"}}"#,
        r#"{"seq":1,"ack":0,"body":{"type":"application","generation":1,"message":"!"}}"#,
    ] {
        assert!(serde_json::from_str::<FromClient>(text).is_err(), "{text}");
    }
}

#[test]
fn what_travels_opaque_is_not_shown_by_debug() {
    let text = r#"{"seq":1,"ack":0,"body":{"type":"application","generation":1,"message":"c2VjcmV0LXdvcmRz"}}"#;
    let message: FromClient = serde_json::from_str(text).unwrap();
    let shown = format!("{message:?}");
    assert!(!shown.contains("secret") && !shown.contains("c2Vj") && shown.contains("12 bytes"), "{shown}");
}

proptest! {
    #[test]
    fn any_text_is_a_message_or_an_error(text in ".{0,400}") {
        if let Ok(message) = serde_json::from_str::<FromClient>(&text) {
            prop_assert!(serde_json::to_string(&message).is_ok());
        }
    }
}
