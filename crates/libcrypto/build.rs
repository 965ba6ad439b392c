//! Tells SQLCipher's build where AWS-LC's headers are, as `openssl-sys` would tell it where OpenSSL's are.

fn main() {
    // Otherwise Cargo looks at everything around, finds it changed after every commit, and SQLCipher is compiled anew.
    println!("cargo::rerun-if-changed=build.rs");
    let headers = |(name, value): (String, String)| {
        (name.starts_with("DEP_AWS_LC_") && name.ends_with("_INCLUDE")).then_some(value)
    };
    match std::env::vars().find_map(headers) {
        Some(include) => println!("cargo::metadata=include={include}"),
        None => println!("cargo::error=aws-lc-sys does not say where its headers are"),
    }
}
