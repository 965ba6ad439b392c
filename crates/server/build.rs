//! Has the client embedded anew whenever it was built anew.

fn main() {
    let dist = std::path::Path::new("../../web/dist");
    // A server without a client still builds (for lints and tests of the server alone), and says so to whoever opens it.
    if !dist.exists() {
        let _ = std::fs::create_dir_all(dist);
    }
    println!("cargo::rerun-if-changed=../../web/dist");
}
