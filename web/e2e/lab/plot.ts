/** What one server gave its viewer in each second of a cell. */
export interface Series {
  readonly name: string;
  readonly kbps: readonly number[];
  readonly frames: readonly number[];
  readonly widths: readonly number[];
}

const COLOURS = ['#2f6fdb', '#d9822b', '#7a7a7a'];
const WIDTH = 720;
const LEFT = 56;
const RIGHT = 12;
const TOP = 44;
const STRIP = 110;
const GAP = 34;

/** One strip: values against seconds. */
function strip(top: number, title: string, most: number, lines: readonly (readonly number[])[], limit: number): string {
  const seconds = Math.max(...lines.map((line) => line.length), 2);
  const x = (second: number): number => LEFT + second * (WIDTH - LEFT - RIGHT) / (seconds - 1);
  const y = (value: number): number => top + STRIP - Math.min(value, most) * STRIP / most;
  const parts = [
    `<text x="${LEFT}" y="${top - 8}">${title}</text>`,
    `<rect x="${LEFT}" y="${top}" width="${WIDTH - LEFT - RIGHT}" height="${STRIP}" fill="none" stroke="#ccc"/>`,
    ...[0, most / 2, most].map((mark) => `<text x="${LEFT - 6}" y="${y(mark) + 4}" text-anchor="end">${Math.round(mark)}</text>`),
  ];
  if (limit > 0 && limit <= most) {
    parts.push(`<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(limit)}" y2="${y(limit)}" stroke="#c33" stroke-dasharray="5 4"/>`);
  }
  lines.forEach((line, index) => {
    const points = line.map((value, second) => `${x(second).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    parts.push(`<polyline points="${points}" fill="none" stroke="${COLOURS[index % COLOURS.length]}" stroke-width="2"/>`);
  });
  return parts.join('\n');
}

/** A picture (SVG) of a cell: rate beside the link's capacity, frames, and size, by second. */
export function plot(title: string, series: readonly Series[], capacityKbps: number): string {
  const most = Math.max(capacityKbps * 1.3, ...series.flatMap(({ kbps }) => kbps), 1);
  const legend = series.map(({ name }, index) =>
    `<text x="${LEFT + 190 + index * 180}" y="18" fill="${COLOURS[index % COLOURS.length]}">${name}</text>`);
  const height = TOP + 3 * (STRIP + GAP);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`, `<text x="12" y="18" font-weight="bold">${title}</text>`, ...legend,
    strip(TOP, 'kbit/s carried; dashed: what the link carries', most, series.map(({ kbps }) => kbps), capacityKbps),
    strip(TOP + STRIP + GAP, 'frames shown in each second', 30, series.map(({ frames }) => frames), 0),
    strip(TOP + 2 * (STRIP + GAP), 'width shown, pixels', 1_280, series.map(({ widths }) => widths), 0),
    '</svg>', '',
  ].join('\n');
}
