//! The Merkle tree of RFC 6962 §2.1, of which only the right edge is held: as much as the next entry needs.

use tlog_tiles::{
    Error, Hash, HashReader, record_hash, stored_hash_index, stored_hashes_for_record_hash, sub_tree_index, tree_hash,
};

use crate::LogError;

/// The hash of an entry as a leaf: `SHA-256(0x00 ‖ bytes)`.
pub fn leaf_hash(bytes: &[u8]) -> [u8; 32] {
    record_hash(bytes).0
}

/// A tree's size and its edge: the roots of the largest complete subtrees, from left to right, one per bit of the size.
#[derive(Clone, PartialEq, Debug)]
pub struct Head {
    size: u64,
    edge: Vec<Hash>,
}

/// The edge of a tree, as the hash library asks for it.
struct Edge<'a>(&'a Head);

impl HashReader for Edge<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let held = indexes_of(self.0.size);
        let find =
            |index: &u64| held.iter().position(|other| other == index).and_then(|at| self.0.edge.get(at).copied());
        indexes.iter().map(|index| find(index).ok_or(Error::IndexesNotInTree)).collect()
    }
}

/// The library's numbers of the edge's hashes.
fn indexes_of(size: u64) -> Vec<u64> {
    sub_tree_index(0, size, Vec::new())
}

impl Default for Head {
    /// The empty tree.
    fn default() -> Self {
        Head { size: 0, edge: Vec::new() }
    }
}

impl Head {
    /// A tree as [`Head::edge_bytes`] wrote it.
    ///
    /// # Errors
    /// [`LogError::Edge`] if the bytes are not the edge of a tree of this size.
    pub fn from_parts(size: u64, edge: &[u8]) -> Result<Head, LogError> {
        // The library's arithmetic is made for sizes that a database can count.
        if i64::try_from(size).is_err() || edge.len() != 32 * size.count_ones() as usize {
            return Err(LogError::Edge);
        }
        let edge = edge.as_chunks::<32>().0.iter().map(|hash| Hash(*hash)).collect();
        Ok(Head { size, edge })
    }

    /// How many entries it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The edge's hashes, 32 bytes each.
    pub fn edge_bytes(&self) -> Vec<u8> {
        self.edge.iter().flat_map(|hash| hash.0).collect()
    }

    /// Adds a leaf.
    ///
    /// # Errors
    /// [`LogError::Edge`] if the edge does not belong to the size.
    pub fn add(&mut self, leaf: [u8; 32]) -> Result<(), LogError> {
        let fresh = stored_hashes_for_record_hash(self.size, Hash(leaf), &Edge(self)).map_err(|_| LogError::Edge)?;
        let first = stored_hash_index(0, self.size);
        let edge = indexes_of(self.size + 1).into_iter().map(|index| match index.checked_sub(first) {
            Some(at) => usize::try_from(at).ok().and_then(|at| fresh.get(at).copied()).ok_or(LogError::Edge),
            None => {
                Edge(self).read_hashes(&[index]).ok().and_then(|found| found.first().copied()).ok_or(LogError::Edge)
            }
        });
        let edge = edge.collect::<Result<Vec<Hash>, LogError>>()?;
        *self = Head { size: self.size + 1, edge };
        Ok(())
    }

    /// The tree's root.
    ///
    /// # Errors
    /// [`LogError::Edge`] if the edge does not belong to the size.
    pub fn root(&self) -> Result<[u8; 32], LogError> {
        Ok(tree_hash(self.size, &Edge(self)).map_err(|_| LogError::Edge)?.0)
    }
}
