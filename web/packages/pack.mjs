// Makes of each package what npm installs: compiled, with its types, as dist/packages/ringcast-NAME.tgz, which the server shows there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const packages = import.meta.dirname;
const out = join(packages, '../dist/packages');

function run(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (error || status !== 0) {
    console.error(`${command} ${args.join(' ')} failed in ${cwd}${error ? `: ${error.message}` : ''}`);
    process.exit(status || 1);
  }
}

mkdirSync(out, { recursive: true });
for (const name of readdirSync(packages).filter((entry) => existsSync(join(packages, entry, 'package.json')))) {
  const home = join(packages, name);
  rmSync(join(home, 'dist'), { recursive: true, force: true });
  run(join(packages, '../node_modules/.bin/tsc'), ['-p', join(home, 'tsconfig.json')], home);
  run('npm', ['pack', '--silent', '--pack-destination', out], home);
  const tarball = readdirSync(out).find((file) => file.startsWith(`ringcast-${name}-`) && file.endsWith('.tgz'));
  rmSync(join(home, 'dist'), { recursive: true, force: true });
  renameSync(join(out, tarball), join(out, `ringcast-${name}.tgz`));
}
