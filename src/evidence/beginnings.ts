// Formats of which only the beginning is looked at: nothing here reads pictures, archives or documents.

interface Beginning {
  /** With its article: "a PNG image". */
  readonly name: string;
  /** Each with the offset at which it stands; one of them is there. */
  readonly marks: readonly (readonly [offset: number, mark: string])[];
  /** Spaces and a byte order mark may come before the mark. */
  readonly loose?: true;
}

const begins = (name: string, ...marks: readonly string[]): Beginning => ({
  name,
  marks: marks.map((mark) => [0, mark] as const),
});
const zip = ['PK\x03\x04', 'PK\x05\x06'];

/** Marks are written one character for a byte. */
export const BEGINNINGS: Readonly<Record<string, Beginning>> = {
  'image/png': begins('a PNG image', '\x89PNG\r\n\x1a\n'),
  'image/jpeg': begins('a JPEG image', '\xff\xd8\xff'),
  'image/gif': begins('a GIF image', 'GIF87a', 'GIF89a'),
  'image/webp': { name: 'a WebP image', marks: [[8, 'WEBP']] },
  'application/pdf': begins('a PDF document', '%PDF-'),
  'application/zip': begins('a ZIP archive', ...zip),
  'application/java-archive': begins('a ZIP archive', ...zip),
  'application/gzip': begins('a gzip file', '\x1f\x8b\x08'),
  'application/zstd': begins('a Zstandard file', '\x28\xb5\x2f\xfd'),
  'application/x-tar': { name: 'a tar archive', marks: [[257, 'ustar']] },
  'application/wasm': begins('a WebAssembly module', '\0asm'),
  'application/vnd.sqlite3': begins('an SQLite database', 'SQLite format 3\0'),
  'application/xml': { ...begins('an XML document', '<'), loose: true },
  'text/xml': { ...begins('an XML document', '<'), loose: true },
};

/** Whether the bytes begin as a file of this type does; `type` is one of BEGINNINGS or, as all that end in `+xml`, XML. */
export function beginsAs(type: string, bytes: Uint8Array): boolean {
  const { marks, loose } = BEGINNINGS[type] ?? BEGINNINGS['application/xml']!;
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  const text = loose ? head.replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*/, '') : head;
  return marks.some(([offset, mark]) => text.startsWith(mark, offset));
}
