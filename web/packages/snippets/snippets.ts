import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGES = join(import.meta.dirname, '..');
const TSC = join(PACKAGES, '../node_modules/.bin/tsc');

/** The code of a README's `ts` blocks, each line where it stands there, so that a compiler's word names the README's line. */
export function snippetsOf(readme: string): string {
  let inside = false;
  return readme.split('\n').map((line) => {
    if (line.startsWith('```')) {
      inside = !inside && line === '```ts';
      return '';
    }
    return inside ? line : '';
  }).join('\n');
}

/** Writes each package's snippets as one module into the folder, with the app they speak of declared behind them. */
export function writeSnippets(folder: string, names: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const readme = readFileSync(join(PACKAGES, name, 'README.md'), 'utf8');
    const app = readFileSync(join(import.meta.dirname, `${name}.d.ts`), 'utf8');
    writeFileSync(join(folder, `${name}-README.ts`), `${snippetsOf(readme)}\n${app}`);
  }
}

/** What the compiler finds wrong in a project; nothing when it is right. */
export function faultsOf(folder: string, tsconfig: object): string {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  const { stdout, stderr, status } = spawnSync(TSC, ['--noEmit', '--pretty', 'false', '-p', folder], { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}` || `tsc ended with ${status}`;
}
