//! Changes texts by lines and words as well as by bytes, for the targets that read texts: turned bits alone rarely leave anything that is read.

use libfuzzer_sys::fuzzer_mutate;

/// Makes another text of `data[..size]`, in place; returns its length. The same seed makes the same text.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice(u64::from(seed));
    let changed = match dice.below(4) {
        0 => with_pieces(&data[..size], |byte| byte != b'\n', &mut dice),
        1 => with_pieces(&data[..size], |byte| byte.is_ascii_alphanumeric(), &mut dice),
        _ => None,
    };
    let Some(changed) = changed else { return fuzzer_mutate(data, size, max_size) };
    let size = changed.len().min(max_size);
    data[..size].copy_from_slice(&changed[..size]);
    size
}

/// Cuts a text into pieces of bytes that are `inside` one, and takes one out, puts one in the place of another, or exchanges two.
fn with_pieces(text: &[u8], inside: impl Fn(u8) -> bool, dice: &mut Dice) -> Option<Vec<u8>> {
    let mut pieces: Vec<&[u8]> = text.chunk_by(|a, b| inside(*a) == inside(*b)).collect();
    let places: Vec<usize> = (0..pieces.len()).filter(|place| inside(pieces[*place][0])).collect();
    let (one, other) = (*dice.pick(&places)?, *dice.pick(&places)?);
    match dice.below(3) {
        0 => pieces[one] = &[],
        1 => pieces[one] = pieces[other],
        _ => pieces.swap(one, other),
    }
    Some(pieces.concat())
}

/// Chance out of a seed: SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % most as u64) as usize
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        if from.is_empty() { None } else { from.get(self.below(from.len())) }
    }
}
