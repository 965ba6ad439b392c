//! The table of roles: nobody without one may do anything, and what is written for people is what is decided.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use visit::{Permission, StaffRole};

const PAGE: &str = include_str!("../../../docs/operate/roles.md");

/// The words of the page for each permission; a new one needs a row there.
fn row_of(permission: Permission) -> &'static str {
    match permission {
        Permission::OwnAccount => "Look at their own account and sign out everywhere",
        Permission::OwnRecord => "Read all that is held about themselves, and change their contact data",
        Permission::EraseAccount => "Have their account erased *",
        Permission::ChangeWays => "Change the ways into their own account *",
        Permission::EndSessions => "End their other sessions, one by one *",
        Permission::ReadStaff => "See who works here",
        Permission::ManageStaff => "Invite colleagues, confirm them, end their sessions or their access *",
        Permission::HoldVisits => "Have a desk: plan their own visits and hold them",
        Permission::ReadAccesses => "See who opened marked visits, and why",
    }
}

fn word(role: StaffRole) -> String {
    format!("{role:?}")
}

#[test]
fn the_page_says_what_is_decided() {
    let rows: Vec<Vec<&str>> = PAGE
        .lines()
        .filter(|line| line.starts_with('|') && !line.starts_with("|--"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    let (head, rows) = rows.split_first().unwrap();
    let roles: Vec<String> = StaffRole::ALL.map(word).into();
    assert_eq!(head[1..], roles, "the columns are all roles");
    let rows: BTreeMap<&str, &[&str]> = rows.iter().map(|row| (row[0], &row[1..])).collect();
    assert_eq!(rows.len(), Permission::ALL.len(), "a row for each permission, and no other");
    for permission in Permission::ALL {
        let row = rows.get(row_of(permission)).unwrap_or_else(|| panic!("no row '{}'", row_of(permission)));
        for (role, cell) in StaffRole::ALL.into_iter().zip(*row) {
            let wanted = if permission.is_given_to(&[role]) { "yes" } else { "–" };
            assert_eq!(*cell, wanted, "{role:?}: {}", row_of(permission));
        }
        assert_eq!(permission.needs_fresh_proof(), row_of(permission).ends_with(" *"), "{}", row_of(permission));
    }
}

#[test]
fn what_decides_who_gets_in_needs_a_fresh_proof() {
    let needing: Vec<Permission> = Permission::ALL.into_iter().filter(|one| one.needs_fresh_proof()).collect();
    use Permission::{ChangeWays, EndSessions, EraseAccount, ManageStaff};
    assert_eq!(needing, [EraseAccount, ChangeWays, EndSessions, ManageStaff]);
}

/// What a patient may do is about themselves, and nobody on the staff does that for them.
#[test]
fn patients_reach_what_is_their_own_and_nothing_of_the_practice() {
    let given = |role| Permission::ALL.into_iter().filter(|one| one.is_given_to(&[role])).collect::<Vec<_>>();
    let own = given(StaffRole::Patient);
    assert!(own.iter().all(|one| one.is_own()), "{own:?}");
    for role in StaffRole::ALL.into_iter().filter(|role| *role != StaffRole::Patient) {
        assert!(!given(role).iter().any(|one| matches!(one, Permission::OwnRecord | Permission::EraseAccount)));
    }
}

#[test]
fn nobody_without_a_role_may_do_anything() {
    for permission in Permission::ALL {
        assert!(!permission.is_given_to(&[]), "{permission:?}");
        assert_eq!(permission.role_of(&[]), None);
    }
}

proptest! {
    #[test]
    fn several_roles_give_what_each_gives_and_no_more(chosen in proptest::collection::vec(0..StaffRole::ALL.len(), 0..6)) {
        let roles: Vec<StaffRole> = chosen.into_iter().map(|at| StaffRole::ALL[at]).collect();
        for permission in Permission::ALL {
            let by_one = roles.iter().any(|role| permission.is_given_to(&[*role]));
            prop_assert_eq!(permission.is_given_to(&roles), by_one);
            prop_assert_eq!(permission.role_of(&roles).is_some(), by_one);
            if let Some(role) = permission.role_of(&roles) {
                prop_assert!(roles.contains(&role) && permission.is_given_to(&[role]));
            }
        }
    }
}
