// Which folder a path belongs to: paths, and with them the names of documents, are told from there,
// so that they are the same on every machine.
import { existsSync, lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * The nearest folder above (or at) the path that holds `.specify/`, else the one with `.git`, else the path's own folder.
 * The way as it is written comes first: a specification that is linked into a project belongs to that project.
 */
export function projectRoot(path: string): string {
  const written = folderOf(resolve(path));
  const start = folderOf(real(path));
  for (const name of ['.specify', '.git']) {
    const found = nearestWith(written, name) ?? nearestWith(start, name);
    if (found !== undefined) return found;
  }
  return start;
}

/** The path as people and documents name it: below the root, with `/`. */
export function pathBelow(root: string, path: string): string {
  const followed = relative(real(root), real(path));
  const written = relative(resolve(root), resolve(path));
  return (isOutside(followed) && !isOutside(written) ? written : followed).split(sep).join('/') || '.';
}

/** Whether the path, links followed, is the root or below it. */
export function isBelow(root: string, path: string): boolean {
  return !isOutside(relative(real(root), real(path)));
}

/** Whether a file of a project is a link to one that is neither in the project nor beside it (a whole folder may be linked in). */
export function leadsOutside(root: string, path: string): boolean {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) return false;
  return !isBelow(root, path) && !isBelow(dirname(path), path);
}

function isOutside(way: string): boolean {
  return way === '..' || way.startsWith(`..${sep}`);
}

/** The IRI of a document: `urn:spec-exec:doc:` and its path below the root, percent-encoded where needed. */
export function documentIri(path: string): string {
  return documentScheme + encodeURI(path).replace(/[?#]/g, encodeURIComponent);
}

/** The path behind a document's IRI; undefined for any other IRI. */
export function documentPath(iri: string): string | undefined {
  if (!iri.startsWith(documentScheme)) return undefined;
  try {
    return decodeURIComponent(iri.slice(documentScheme.length));
  } catch {
    return undefined;
  }
}

const documentScheme = 'urn:spec-exec:doc:';

function folderOf(whole: string): string {
  return statSync(whole, { throwIfNoEntry: false })?.isDirectory() ? whole : dirname(whole);
}

function nearestWith(start: string, name: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Links followed as far as the path exists; a missing end stays as written. */
function real(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const parent = dirname(whole);
    return parent === whole ? whole : join(real(parent), whole.slice(parent.length).replace(/^[/\\]/, ''));
  }
}
