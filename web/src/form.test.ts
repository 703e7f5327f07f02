import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const WEB = join(import.meta.dirname, '..');
const LINES_MAX = 500;
const COLUMNS_MAX = 140;
const WRITTEN = /\.(ts|mjs|css|html|md)$/;

function filesUnder(folder: string): string[] {
  return readdirSync(join(WEB, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && WRITTEN.test(entry.name))
    .map((entry) => relative(WEB, join(entry.parentPath, entry.name)));
}

describe.each(['src', 'packages'])('what is written in %s', (folder) => {
  it(`has files of at most ${LINES_MAX} lines, and lines of at most ${COLUMNS_MAX} columns`, () => {
    const files = filesUnder(folder);
    expect(files).not.toEqual([]);
    const long = files.flatMap((file) => {
      const lines = readFileSync(join(WEB, file), 'utf8').trimEnd().split('\n');
      const wide = lines.flatMap((line, index) => ([...line].length > COLUMNS_MAX ? [`${file}:${index + 1}`] : []));
      return lines.length > LINES_MAX ? [`${file}: ${lines.length} lines`, ...wide] : wide;
    });
    expect(long).toEqual([]);
  });
});

const PAGES = ['room', 'dashboard', 'phone', 'streams'];

describe('the pages', () => {
  it.each([...PAGES, 'page'])('bring no other page’s code: %s', (page) => {
    const others = PAGES.filter((other) => other !== page);
    const strays = filesUnder(`src/${page}`).filter((file) => file.endsWith('.ts')).flatMap((file) =>
      [...readFileSync(join(WEB, file), 'utf8').matchAll(/(?:from|import) '(\.[^']*)'/g)]
        .map(([, path]) => relative('src', normalize(join(dirname(file), path!))).split('/')[0]!)
        .filter((place) => others.includes(place))
        .map((place) => `${file} uses ${place}`));
    expect(strays).toEqual([]);
  });
});
