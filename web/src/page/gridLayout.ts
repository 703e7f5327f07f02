/** Sizes and places of tiles, in pixels; nothing here touches the document. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

/** The widest and the tallest that a tile may be, as width over height. */
interface Shape {
  readonly tallest: number;
  readonly widest: number;
}

export interface StageLayout {
  readonly focus: Place;
  /** As many as fit beside the focus. */
  readonly strip: readonly Place[];
}

export interface LinkedLayout {
  readonly linked: readonly Place[];
  readonly strip: readonly Place[];
}

export const PAGE_TILES_MAX = 16;

const CAMERA = 16 / 9;
/** On a wide screen a tile shows the camera's whole picture; on a tall one it may lose its sides to be larger. */
const WIDE: Shape = { tallest: CAMERA, widest: CAMERA };
const TALL: Shape = { tallest: 3 / 4, widest: CAMERA };
const PK: Shape = { tallest: 9 / 16, widest: CAMERA };
/** Linked hosts that stand in one row. */
const PK_ROW_MOST = 2;

/** Beside a focused picture: a column of tiles this wide on a wide screen, a row of tiles this wide below it on a tall one. */
const STRIP_SHARE = 0.19;
const STRIP_SHARE_TALL = 0.31;
const STRIP_LEAST = 96;
const STRIP_MOST = 260;

/** The places of `count` tiles of one size, as large as fits, the last row in the middle. */
export function gridPlaces(box: Size, count: number, gap: number): Place[] {
  if (count === 0 || box.width <= 0 || box.height <= 0) {
    return [];
  }
  const shape = box.width >= box.height ? WIDE : TALL;
  let best: { columns: number; tile: Size } = { columns: 1, tile: { width: 0, height: 0 } };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const tile = fitted({ width: share(box.width, columns, gap), height: share(box.height, rows, gap) }, shape);
    if (area(tile) > area(best.tile)) {
      best = { columns, tile };
    }
  }
  return rowsOf(box, count, best.columns, best.tile, gap);
}

/** One picture large, the others small: beside it where the screen is wide, below it where it is tall. */
export function stagePlaces(box: Size, others: number, gap: number): StageLayout {
  const wide = box.width >= box.height;
  if (others === 0) {
    return { focus: { left: 0, top: 0, ...box }, strip: [] };
  }
  const width = Math.min(STRIP_MOST, Math.max(STRIP_LEAST, box.width * (wide ? STRIP_SHARE : STRIP_SHARE_TALL)));
  const tile = { width, height: width / CAMERA };
  const room = wide ? box.height : box.width;
  const length = wide ? tile.height : tile.width;
  const fitting = Math.max(1, Math.floor((room + gap) / (length + gap)));
  const count = Math.min(others, fitting);
  const start = (room - count * length - (count - 1) * gap) / 2;
  const along = Array.from({ length: count }, (_, index) => start + index * (length + gap));
  if (wide) {
    const left = box.width - tile.width;
    return {
      focus: { left: 0, top: 0, width: left - gap, height: box.height },
      strip: along.map((top) => ({ left, top, ...tile })),
    };
  }
  const top = box.height - tile.height;
  return {
    focus: { left: 0, top: 0, width: box.width, height: top - gap },
    strip: along.map((left) => ({ left, top, ...tile })),
  };
}

/** Linked hosts as large as each other, side by side even on a narrow screen, and the others small. */
export function sideBySide(box: Size, linked: number, others: number, gap: number): LinkedLayout {
  const { focus, strip } = stagePlaces(box, others, gap);
  const columns = linked <= PK_ROW_MOST ? linked : Math.ceil(Math.sqrt(linked));
  const rows = Math.ceil(linked / columns);
  const tile = fitted({ width: share(focus.width, columns, gap), height: share(focus.height, rows, gap) }, PK);
  return { linked: rowsOf(focus, linked, columns, tile, gap), strip };
}

/** How many pages of tiles there are. */
export function pageCount(tiles: number): number {
  return Math.max(1, Math.ceil(tiles / PAGE_TILES_MAX));
}

function rowsOf(box: Size, count: number, columns: number, tile: Size, gap: number): Place[] {
  const rows = Math.ceil(count / columns);
  const top = (box.height - rows * tile.height - (rows - 1) * gap) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    const left = (box.width - inRow * tile.width - (inRow - 1) * gap) / 2;
    return {
      left: left + (index % columns) * (tile.width + gap),
      top: top + row * (tile.height + gap),
      ...tile,
    };
  });
}

function fitted(cell: Size, { tallest, widest }: Shape): Size {
  const aspect = Math.min(widest, Math.max(tallest, cell.width / cell.height));
  const width = Math.max(0, Math.min(cell.width, cell.height * aspect));
  return { width, height: width / aspect };
}

function share(length: number, parts: number, gap: number): number {
  return Math.max(0, (length - (parts - 1) * gap) / parts);
}

function area({ width, height }: Size): number {
  return width * height;
}
