//! Skipping a step whose inputs are still those of its last success. What a step does, it knows not.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::shell;

/// Directories whose content is made, not written.
const MADE: [&str; 6] = ["node_modules", "dist", "target", "pkg", "artifacts", "corpus"];

/// The state of a step's inputs, to be compared with that of its last success.
pub(crate) struct Stamp {
    file: PathBuf,
    digest: String,
}

impl Stamp {
    /// Reads all files below `inputs` (made ones left out) and the words of `extra`.
    pub(crate) fn new(step: &str, inputs: &[PathBuf], extra: &[&str]) -> Result<Self> {
        let mut hash = Sha256::new();
        for word in extra {
            hash.update(word.as_bytes());
            hash.update([0]);
        }
        for input in inputs {
            for file in files(input)? {
                hash.update(file.as_os_str().as_encoded_bytes());
                hash.update([0]);
                hash.update(Sha256::digest(fs::read(&file).with_context(|| format!("{} unreadable", file.display()))?));
            }
        }
        let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { file: shell::target().join("stamps").join(step), digest })
    }

    /// The inputs' digest, for a step that depends on this one.
    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether the step succeeded with these inputs, and `output` is still there.
    pub(crate) fn holds(&self, output: &Path) -> bool {
        output.exists() && fs::read_to_string(&self.file).is_ok_and(|old| old == self.digest)
    }

    /// Notes that the step succeeded with these inputs.
    pub(crate) fn set(&self) -> Result<()> {
        if let Some(dir) = self.file.parent() {
            fs::create_dir_all(dir)?;
        }
        fs::write(&self.file, &self.digest).with_context(|| format!("{} could not be written", self.file.display()))
    }
}

/// All written files below a path, in order; the path itself if it is a file, nothing if it is not there.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if path.is_file() {
        found.push(path.to_path_buf());
    } else if path.is_dir() {
        let mut entries = fs::read_dir(path)?.map(|entry| entry.map(|e| e.path())).collect::<Result<Vec<_>, _>>()?;
        entries.sort();
        for entry in entries {
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            let made = entry.is_dir() && MADE.contains(&name.as_ref());
            if !made && !name.starts_with('.') {
                found.extend(files(&entry)?);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_or_word_breaks_the_stamp() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("input");
        fs::write(&file, "one").unwrap();
        let digest = |extra: &str| Stamp::new("test", &[dir.path().to_path_buf()], &[extra]).unwrap().digest;
        let first = digest("a");
        assert_eq!(first, digest("a"));
        assert_ne!(first, digest("b"));
        fs::write(&file, "two").unwrap();
        assert_ne!(first, digest("a"));
    }

    #[test]
    fn made_directories_do_not_count() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("node_modules")).unwrap();
        fs::write(dir.path().join("node_modules/x"), "x").unwrap();
        fs::write(dir.path().join("y"), "y").unwrap();
        assert_eq!(files(dir.path()).unwrap(), vec![dir.path().join("y")]);
    }
}
