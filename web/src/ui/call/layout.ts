// How many columns a set of pictures needs so that each is as large as it can be. Pure arithmetic.

/** Width by height of one picture's place; between a phone held upright and a laptop's camera. */
const ASPECT = 4 / 3;

/** The number of columns that shows `count` pictures largest in a box of `width` by `height` pixels. */
export function columnsFor(count: number, width: number, height: number): number {
  if (count <= 1 || width <= 0 || height <= 0) return 1;
  let best = 1;
  let bestArea = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cellWidth = width / columns;
    const cellHeight = height / rows;
    const shownWidth = Math.min(cellWidth, cellHeight * ASPECT);
    const area = shownWidth * (shownWidth / ASPECT);
    if (area > bestArea * 1.001) {
      best = columns;
      bestArea = area;
    }
  }
  return best;
}
