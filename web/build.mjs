// Maven's door to the pages: `npm ci` when the lock file changed, `npm run build` when a source did, nothing otherwise.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';

const web = import.meta.dirname;
const LOCKED = ['package.json', 'package-lock.json', '.npmrc'];
const SOURCES = [...LOCKED, 'index.html', 'tsconfig.json', 'vite.config.ts', 'src', 'packages', 'public'];
const LOCK_STAMP = 'node_modules/.ringcast-lock';
const BUILD_STAMP = 'target/pages.stamp';

function filesUnder(path) {
  if (!existsSync(path)) {
    return [];
  }
  return statSync(path).isDirectory() ? readdirSync(path).sort().flatMap((name) => filesUnder(join(path, name))) : [path];
}

function fingerprint(paths) {
  const hash = createHash('sha256').update(process.version);
  for (const file of paths.flatMap((path) => filesUnder(join(web, path)))) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function npm(...args) {
  const { status, error } = spawnSync('npm', args, { cwd: web, stdio: 'inherit' });
  if (error) {
    console.error(`npm could not be started (${error.message}); install Node.js 20.19 or later with npm`);
  }
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}

function unlessStamped(stamp, value, output, work) {
  const file = join(web, stamp);
  if (existsSync(join(web, output)) && existsSync(file) && readFileSync(file, 'utf8') === value) {
    return;
  }
  work();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, value);
}

unlessStamped(LOCK_STAMP, fingerprint(LOCKED), 'node_modules', () => npm('ci'));
unlessStamped(BUILD_STAMP, fingerprint(SOURCES), 'dist/index.html', () => {
  npm('run', 'build');
  // Maven copies but never removes: without this the jar would keep the files of earlier builds.
  rmSync(join(web, 'target/classes/META-INF/resources'), { recursive: true, force: true });
});
