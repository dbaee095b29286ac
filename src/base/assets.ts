// Finds the data that ships beside the code: ontology/, shapes/, queries/, schemas/ at the package root,
// which is two folders above this file both in src/ and in dist/.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Where one kind of asset is read from; a test or a project may put another folder in its place. */
export interface AssetFolders {
  readonly ontology: string;
  readonly shapes: string;
  readonly queries: string;
  readonly schemas: string;
}

export const shippedAssets: AssetFolders = {
  ontology: join(packageRoot, 'ontology'),
  shapes: join(packageRoot, 'shapes'),
  queries: join(packageRoot, 'queries'),
  schemas: join(packageRoot, 'schemas'),
};

/** All files below a folder that end so, sorted; names are relative to it, with `/`. */
export function assetNames(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

export function readAsset(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
