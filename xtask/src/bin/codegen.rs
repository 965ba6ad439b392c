//! Prints the TypeScript of the wire messages on standard output; writing and comparing it is `xtask codegen`'s.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};
use std::io::Write as _;

use ts_rs::{Config, TS, TypeVisitor};
use visit::wire;

/// Declarations by name, so that the file's order does not depend on the order of visiting.
struct Closure {
    config: Config,
    seen: HashSet<TypeId>,
    declarations: BTreeMap<String, String>,
}

impl TypeVisitor for Closure {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_generics(self);
        T::visit_dependencies(self);
        if T::output_path().is_some() {
            let docs = T::docs().unwrap_or_default();
            let text = format!("{docs}export {}\n", T::decl(&self.config));
            self.declarations.insert(T::ident(&self.config), text);
        }
    }
}

fn main() -> std::io::Result<()> {
    let config = Config::new().with_large_int("number");
    let mut closure = Closure { config, seen: HashSet::new(), declarations: BTreeMap::new() };
    closure.visit::<wire::FromClient>();
    closure.visit::<wire::FromServer>();
    closure.visit::<wire::LinkRequest>();
    closure.visit::<wire::InvitationInfo>();
    closure.visit::<wire::DeskInfo>();
    closure.visit::<wire::EnrolmentInfo>();
    closure.visit::<wire::EnrolmentPasskey>();
    closure.visit::<wire::EnrolmentPassword>();
    closure.visit::<wire::PasswordRequest>();
    closure.visit::<wire::PasswordAnswer>();
    closure.visit::<wire::PasswordSignIn>();
    closure.visit::<wire::PasswordChallenge>();
    closure.visit::<wire::PasswordFinish>();
    closure.visit::<wire::Proof>();
    closure.visit::<wire::PasskeyOptions>();
    closure.visit::<wire::Enrolment>();
    closure.visit::<wire::SignInOptions>();
    closure.visit::<wire::SignIn>();
    closure.visit::<wire::AccountInfo>();
    closure.visit::<wire::SignInWithCode>();
    closure.visit::<wire::WaysChanged>();
    closure.visit::<wire::ContactChange>();
    closure.visit::<wire::Held>();
    closure.visit::<wire::SignOut>();
    closure.visit::<wire::EndSession>();
    closure.visit::<wire::StaffSignOut>();
    closure.visit::<wire::StaffList>();
    closure.visit::<wire::NewColleague>();
    closure.visit::<wire::Certification>();
    closure.visit::<wire::Departure>();
    closure.visit::<wire::AccessList>();
    closure.visit::<wire::AccessesSeen>();

    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "// The wire messages, generated from crates/visit/src/wire by `cargo xtask codegen`. Not to be edited.\n"
    )?;
    writeln!(out, "/** The version of this protocol. */\nexport const PROTOCOL = {};\n", wire::PROTOCOL)?;
    writeln!(
        out,
        "/** Longest WebSocket message a client may send, in bytes. */\nexport const MAX_MESSAGE_BYTES = {};\n",
        wire::MAX_MESSAGE_BYTES
    )?;
    writeln!(out, "/** Most people in one visit. */\nexport const MAX_PEOPLE = {};", wire::MAX_PEOPLE)?;
    for text in closure.declarations.values() {
        write!(out, "\n{text}")?;
    }
    Ok(())
}
