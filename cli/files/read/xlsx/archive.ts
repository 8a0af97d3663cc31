/**
 * The archive that an XLSX file is. Its parts are read in the order that is needed, straight from the file, and none is written elsewhere;
 * each is refused before it is unpacked where it states more than a table has, and while it is unpacked where it has more than it states.
 *
 * The streaming reader of `exceljs` (4.4.0) was looked at. It reads an archive from front to end: where the shared texts come after the sheets, as
 * Excel writes them, it puts the sheets unpacked into the temporary folder, where they stay after a kill. It keeps every shared text as a string,
 * takes the last piece alone of a text in a cell that has formats, gives a day that a formula made as a number, and limits nothing.
 */
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { CodedError, reasonOf } from '../../../../base/errors.ts';
import { tableFileFault } from '../errors.ts';

/** A workbook has a dozen parts, with pictures some hundred. */
const MOST_PARTS = 5_000;
/** Sheets of data shrink to a tenth, of nothing but zeros to a hundredth; what a bomb is made of shrinks to a thousandth. */
const MOST_RATIO = 300;
/** Smaller parts may shrink as they like. */
const SMALL = 16 * 1024 * 1024;
/** A sheet of a million rows and twenty columns has about one gibibyte. */
const MOST_BYTES = 4 * 1024 ** 3;

/** An open archive. */
export interface Archive {
  /** Names of its parts, such as `xl/workbook.xml`. */
  readonly names: readonly string[];
  /**
   * @returns the part, unpacked piece by piece; nothing where there is none
   * @throws CodedError FILE_BOMB, FILE_BROKEN
   */
  read: (name: string) => AsyncGenerator<Buffer, void, undefined>;
  /** Bytes of a part, unpacked. */
  sizeOf: (name: string) => number;
  close: () => void;
}

/** @throws CodedError FILE_BROKEN, FILE_BOMB */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await openPromise(path, { autoClose: false, lazyEntries: true, strictFileNames: false }).catch(
    (thrown: unknown) => {
      throw broken(thrown);
    },
  );
  try {
    const entries = await entriesOf(zip);
    return {
      names: [...entries.keys()],
      read: (name) => readPart(zip, entries.get(name)),
      sizeOf: (name) => entries.get(name)?.uncompressedSize ?? 0,
      close: () => zip.close(),
    };
  } catch (thrown) {
    zip.close();
    throw thrown instanceof CodedError ? thrown : broken(thrown);
  }
}

async function entriesOf(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_PARTS)
    throw tableFileFault('FILE_BOMB', `expected at most ${MOST_PARTS} parts, got ${zip.entryCount}`);
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  return entries;
}

async function* readPart(zip: ZipFile, entry: Entry | undefined): AsyncGenerator<Buffer, void, undefined> {
  if (entry === undefined) return;
  refuseBomb(entry);
  if (!entry.canDecodeFileData())
    throw tableFileFault(
      'FILE_BROKEN',
      `expected parts that are packed as in every XLSX, got ${nameOf(entry)} in another way`,
    );
  try {
    const stream = await zip.openReadStreamPromise(entry);
    // It fails as soon as there is more than the entry states, so that what was judged above holds.
    for await (const piece of stream as AsyncIterable<Buffer>) yield piece;
  } catch (thrown) {
    if (thrown instanceof CodedError) throw thrown;
    if (/too many bytes/.test(reasonOf(thrown)))
      throw tableFileFault(
        'FILE_BOMB',
        `expected the ${entry.uncompressedSize} bytes that ${nameOf(entry)} states, got more`,
      );
    throw broken(thrown, nameOf(entry));
  }
}

function refuseBomb(entry: Entry): void {
  const { uncompressedSize, compressedSize } = entry;
  const most = uncompressedSize <= SMALL ? SMALL : Math.min(MOST_BYTES, compressedSize * MOST_RATIO);
  if (uncompressedSize > most)
    throw tableFileFault(
      'FILE_BOMB',
      `expected at most ${most} bytes in ${nameOf(entry)}, of ${compressedSize} packed, got ${uncompressedSize}`,
    );
}

/** A name for a message: its last piece, of letters that names of parts have. */
const nameOf = ({ fileName }: Entry): string =>
  fileName
    .split('/')
    .at(-1)!
    .replace(/[^\w.]/g, '')
    .slice(0, 40);

const broken = (thrown: unknown, part?: string): CodedError =>
  tableFileFault('FILE_BROKEN', `expected an XLSX file, got one of which ${part ?? 'the archive'} cannot be unpacked`, {
    cause: thrown,
  });
