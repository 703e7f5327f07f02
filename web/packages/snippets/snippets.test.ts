import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { faultsOf, snippetsOf, writeSnippets } from './snippets';

const WEB = join(import.meta.dirname, '../..');
/** Below the modules, so that the compiler finds livekit-client. */
const FOLDER = join(WEB, 'target/snippets');
const CONFIG = { extends: '../../tsconfig.json', compilerOptions: { noUnusedLocals: false, noUnusedParameters: false }, include: ['*.ts'] };
const COMPILE_LIMIT_MS = 60_000;

afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

it('takes the blocks of TypeScript, and leaves their lines where they are', () => {
  expect(snippetsOf('# Words\n```ts\nlet a = 1;\n```\nmore\n```sh\nls\n```\n')).toBe('\n\nlet a = 1;\n\n\n\n\n\n');
});

it('compiles what the packages’ READMEs show', { timeout: COMPILE_LIMIT_MS }, () => {
  const names = ['call', 'rooms'];
  for (const name of names) {
    expect(snippetsOf(readFileSync(join(WEB, 'packages', name, 'README.md'), 'utf8'))).toContain(`from '@ringcast/${name}'`);
  }
  writeSnippets(FOLDER, names);
  expect(faultsOf(FOLDER, CONFIG)).toBe('');
});
