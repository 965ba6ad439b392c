//! `curtain doctor`: looks at what the server would be started with, and at the machine, and says what would get in the way of people.

use std::fs;
use std::net::IpAddr;

use rustix::process::{Resource, getrlimit};

use super::Serving;
use crate::entrance::Certificate;
use crate::media::KERNEL_BUFFER;

/// Files that the server has open beside those of people: the database, the log, what listens.
const OWN_FILES: u64 = 100;
/// Connections of one person: the page's, media's, and as many again while they change networks.
const FILES_OF_A_PERSON: u64 = 4;

/// One thing that was looked at.
#[derive(Debug, PartialEq, Eq)]
enum Finding {
    Fine(String),
    /// What is in the way, and what to do.
    Mend(String),
}
use Finding::{Fine, Mend};

/// Prints what was found; returns whether all is well.
#[expect(clippy::print_stdout, reason = "what was found is what this command is for")]
pub(super) fn run(serving: &Serving) -> bool {
    let limit = |name: &str| {
        let text = fs::read_to_string(format!("/proc/sys/net/core/{name}")).ok()?;
        Some((name.to_owned(), text.trim().parse().ok()?))
    };
    let buffers = ["rmem_max", "wmem_max"].into_iter().filter_map(limit).map(|(name, bytes)| buffer(&name, bytes));
    let findings = buffers
        .chain([files(getrlimit(Resource::Nofile).current, serving.places)])
        .chain(addresses(serving))
        .chain([web(serving)])
        .collect::<Vec<_>>();
    for finding in &findings {
        match finding {
            Fine(words) => println!("fine: {words}"),
            Mend(words) => println!("mend: {words}"),
        }
    }
    !findings.iter().any(|finding| matches!(finding, Mend(_)))
}

/// Whether the kernel lets the media socket hold a burst.
fn buffer(name: &str, bytes: usize) -> Finding {
    if bytes >= KERNEL_BUFFER {
        return Fine(format!("net.core.{name} is {bytes} bytes"));
    }
    Mend(format!(
        "net.core.{name} is {bytes} bytes, so bursts of packets are lost when many talk: put \
         'net.core.{name} = {KERNEL_BUFFER}' into /etc/sysctl.d/curtain.conf, and run 'sysctl --system'"
    ))
}

/// Whether everyone who has a place can have their connections.
fn files(allowed: Option<u64>, places: u16) -> Finding {
    let needed = OWN_FILES + FILES_OF_A_PERSON * u64::from(places);
    match allowed.filter(|allowed| *allowed < needed) {
        None => Fine(format!("files enough may be open for {places} people")),
        Some(allowed) => Mend(format!(
            "{allowed} files may be open, and {places} people need {needed}: write 'LimitNOFILE={needed}' into the \
             service's unit, or run 'ulimit -n {needed}' before"
        )),
    }
}

/// Whether people get to the media port by what they are told.
fn addresses(serving: &Serving) -> Vec<Finding> {
    let bound = serving.media.ip();
    let told = if serving.announce.is_empty() { vec![bound] } else { serving.announce.clone() };
    let public = serving.url.as_deref().is_some_and(|url| !url.contains("//localhost"));
    let one = |ip: IpAddr| {
        if ip.is_unspecified() {
            Mend(format!("media listens at {ip}, and nobody is told where: say with --announce where clients reach it"))
        } else if public && is_private(ip) {
            Mend(format!(
                "clients are told to reach media at {ip}, which is an address of an inner network: if people come from \
                 elsewhere, say with --announce at which address the router in front is reached, and let it pass \
                 port {} on for UDP and TCP",
                serving.media.port()
            ))
        } else if bound.is_ipv4() && ip.is_ipv6() {
            Mend(format!("clients are told to reach media at {ip}, and it listens at {bound}: listen at [::]"))
        } else {
            Fine(format!("clients reach media at {ip}, port {}", serving.media.port()))
        }
    };
    told.into_iter().map(one).collect()
}

/// Addresses that mean something else elsewhere (RFC 1918, RFC 6598, RFC 4193), or nothing.
fn is_private(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            ip.is_private() || ip.is_loopback() || ip.is_link_local() || (a == 100 && b & 0xc0 == 64)
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// Whether pages, and those whose network lets nothing else through, find the web port.
fn web(serving: &Serving) -> Finding {
    match (&serving.certificate, &serving.certificate_key) {
        (Some(certificate), Some(key)) => match Certificate::read(certificate, key) {
            Ok(_) => Fine("the certificate and its key can be used".to_owned()),
            Err(error) => Mend(error.to_string()),
        },
        _ if serving.url.as_deref().is_some_and(|url| url.starts_with("https:")) => Mend(
            "there is no certificate, so a proxy must end TLS: people whose network lets nothing but pages through \
             then have no picture and sound; see --certificate"
                .to_owned(),
        ),
        _ => Fine("pages are for this machine only".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        serving: Serving,
    }

    fn serving(options: &str) -> Serving {
        let place = ["curtain", "--data-dir", "data"].into_iter().chain(options.split_whitespace());
        Line::parse_from(place).serving
    }

    fn words(finding: &Finding) -> (&str, bool) {
        match finding {
            Fine(words) => (words, true),
            Mend(words) => (words, false),
        }
    }

    #[test]
    fn limits_of_the_machine_are_told_with_what_to_do() {
        assert_eq!(words(&buffer("rmem_max", KERNEL_BUFFER)), ("net.core.rmem_max is 4194304 bytes", true));
        let low = buffer("rmem_max", 212_992);
        assert!(words(&low).0.contains("net.core.rmem_max = 4194304") && !words(&low).1);
        assert!(words(&files(None, 200)).1 && words(&files(Some(900), 200)).1);
        let few = files(Some(899), 200);
        assert!(words(&few).0.contains("LimitNOFILE=900") && !words(&few).1);
    }

    #[test]
    fn addresses_that_nobody_reaches_are_told() {
        for (options, fine) in [
            ("", vec![true]),
            ("--url https://clinic.example --media 203.0.113.7:8081", vec![true]),
            ("--url https://clinic.example --media 192.168.1.7:8081", vec![false]),
            ("--url https://clinic.example --media 100.64.0.1:8081", vec![false]),
            ("--url https://clinic.example --media 192.168.1.7:8081 --announce 203.0.113.7", vec![true]),
            ("--url https://clinic.example --media 0.0.0.0:8081", vec![false]),
            ("--url https://clinic.example --media [::]:8081 --announce 203.0.113.7,2001:db8::7", vec![true, true]),
            (
                "--url https://clinic.example --media 203.0.113.7:8081 --announce 203.0.113.7,2001:db8::7",
                vec![true, false],
            ),
            ("--url https://clinic.example --media [fd00::1]:8081", vec![false]),
        ] {
            let found = addresses(&serving(options));
            assert_eq!(found.iter().map(|finding| words(finding).1).collect::<Vec<_>>(), fine, "{options}: {found:?}");
        }
    }

    #[test]
    fn the_web_port_is_told() {
        assert!(words(&web(&serving(""))).1);
        assert!(!words(&web(&serving("--url https://clinic.example"))).1);
        let missing = web(&serving("--url https://clinic.example --certificate none.pem --certificate-key none.key"));
        assert!(words(&missing).0.contains("none.pem") && !words(&missing).1);
    }
}
