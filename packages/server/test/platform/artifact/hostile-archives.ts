import { gzipSync } from 'node:zlib';
import { makeTar, paxRecord, type TarEntry, tarEntry } from './make-tar.ts';
import { makeZip, type ZipEntry } from './make-zip.ts';

/** An archive that has to be refused, whole. */
export interface HostileArchive {
  readonly name: string;
  readonly bytes: Buffer;
}

const end = Buffer.alloc(1024);
const ok: TarEntry = { name: 'ok.txt', content: 'ok' };
const pax = (records: string): TarEntry => ({ name: 'PaxHeader', type: 'x', content: Buffer.from(records, 'latin1') });

/** Names that lead out, or that no file system should be asked for. */
const hostileNames = (outside: string): readonly string[] => [
  '../evil',
  '../../evil',
  'a/../../evil',
  './../evil',
  './a/./../../evil',
  'a/..',
  '..',
  'a/b/../../../evil',
  `${outside}/evil`,
  '/evil',
  '//evil',
  '/../evil',
  'C:\\evil',
  'C:evil',
  'c:/evil',
  'a\\..\\..\\evil',
  '..\\evil',
  'a\\b',
  '\xff\xfe',
  'a/\xc0\xae\xc0\xae/evil',
  'd/'.repeat(40) + 'evil',
];

function tarsOf(name: string): readonly (readonly [string, Buffer])[] {
  const long = name.length > 100;
  const plain = long ? [] : [['tar', makeTar([ok, { name, content: 'x' }])] as const];
  return [
    ...plain,
    ...plain.map(([, bytes]) => ['tar.gz', gzipSync(bytes)] as const),
    ['pax tar', makeTar([ok, pax(paxRecord('path', name)), { name: 'short', content: 'x' }])],
    ['GNU tar', makeTar([ok, { name: '././@LongLink', type: 'L', content: `${name}\0` }, { name: 'short' }])],
    [
      'zip',
      makeZip([
        { name: 'ok.txt', content: 'ok' },
        { name, content: 'x' },
      ]),
    ],
  ];
}

function byName(outside: string): HostileArchive[] {
  return hostileNames(outside).flatMap((name) =>
    tarsOf(name).map(([form, bytes]) => ({ name: `the name ${JSON.stringify(name.slice(0, 40))} in ${form}`, bytes })),
  );
}

/** Entries that are no plain file or folder, alone and before a file that would go through them. */
function byType(outside: string): HostileArchive[] {
  const types = '12346SDMVNAZ9?'.split('');
  const alone = types.flatMap((type) => {
    const bytes = makeTar([ok, { name: 'l', type }]);
    return [
      { name: `type ${type} in tar`, bytes },
      { name: `type ${type} in tar.gz`, bytes: gzipSync(bytes) },
    ];
  });
  const link = (type: string, target: string) => {
    const header = tarEntry({ name: 'l', type });
    header.write(target, 157, 100, 'latin1');
    return withChecksum(header);
  };
  const through = (['1', '2'] as const).flatMap((type) =>
    [outside, '..', '/etc/hostname', '.'].map((target) => ({
      name: `a link of type ${type} to ${target}, and a file through it`,
      bytes: gzipSync(Buffer.concat([link(type, target), tarEntry({ name: 'l/evil', content: 'x' }), end])),
    })),
  );
  return [...alone, ...through];
}

function withChecksum(header: Buffer): Buffer {
  header.write(' '.repeat(8), 148, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

const zipKinds: Readonly<Record<string, number>> = {
  'a symbolic link': 0o120777,
  'a FIFO': 0o010644,
  'a character device': 0o020644,
  'a block device': 0o060644,
  'a socket': 0o140755,
  'a folder without a slash': 0o040755,
};

function byZip(outside: string): HostileArchive[] {
  const zip = (name: string, entries: readonly ZipEntry[], count?: number) => ({
    name: `zip: ${name}`,
    bytes: makeZip(entries, count),
  });
  const one = { name: 'a', content: 'some content' };
  return [
    ...Object.entries(zipKinds).map(([kind, mode]) => zip(kind, [one, { name: 'l', content: outside, mode }])),
    zip('a link, and a file through it', [
      { name: 'l', content: outside, mode: 0o120777 },
      { name: 'l/evil', content: 'x' },
    ]),
    zip('a size that is too small', [{ ...one, says: { size: 3 } }]),
    zip('a size that is too large', [{ ...one, says: { size: 100 } }]),
    zip('a checksum that is wrong', [{ ...one, says: { crc: 1 } }]),
    zip('an encrypted entry', [{ ...one, says: { flags: 1 } }]),
    zip('more entries than there are', [one], 65_000),
    zip('a bomb', [{ name: 'z', content: Buffer.alloc(32e6) }]),
    zip('a file below a file', [one, { name: 'a/b' }]),
    zip('a name with NUL', [{ name: 'a\0/../../evil' }]),
    { name: 'zip: cut off', bytes: makeZip([one]).subarray(0, -10) },
    { name: 'zip: the same bytes many times', bytes: overlapping(200) },
  ];
}

/** One packed megabyte that the directory lists many times. */
function overlapping(times: number): Buffer {
  const whole = makeZip([{ name: 'n0000', content: Buffer.alloc(1e6) }]);
  const start = whole.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'));
  const entry = whole.subarray(start, whole.length - 22);
  const listed = Buffer.concat(
    Array.from({ length: times }, (_, at) => {
      const copy = Buffer.from(entry);
      copy.write(`n${String(at).padStart(4, '0')}`, 46, 'latin1');
      return copy;
    }),
  );
  const tail = Buffer.from(whole.subarray(whole.length - 22));
  tail.writeUInt16LE(times, 8);
  tail.writeUInt16LE(times, 10);
  tail.writeUInt32LE(listed.length, 12);
  return Buffer.concat([whole.subarray(0, start), listed, tail]);
}

const size = (bytes: readonly number[]) => Buffer.from(bytes);

function byHeader(): HostileArchive[] {
  const tar = (name: string, entries: readonly TarEntry[]) => ({ name: `tar: ${name}`, bytes: makeTar(entries) });
  return [
    tar('a size of 2^90', [{ name: 'a', sizeField: size([0x80, 0, 0, 0, 0x7f, ...Array<number>(7).fill(255)]) }]),
    tar('a negative size', [{ name: 'a', sizeField: Buffer.alloc(12, 0xff) }]),
    tar('a size that is no number', [{ name: 'a', sizeField: Buffer.from('9z         \0') }]),
    ...['99999999999999', '9223372036854775808', '-1', '0x10', '1e3', ''].map((text) =>
      tar(`an extended size of ${JSON.stringify(text)}`, [pax(paxRecord('size', text)), ok]),
    ),
    tar('an extended header of 65,537 bytes', [pax(paxRecord('comment', 'a'.repeat(65_530))), ok]),
    tar('an extended header that is malformed', [pax('99999 path=x\n'), ok]),
    tar('an extended header without a length', [pax('path=x\n'), ok]),
    tar('a sparse file', [pax(paxRecord('GNU.sparse.name', '../evil') + paxRecord('GNU.sparse.major', '1')), ok]),
    tar('17 extended headers before one entry', [...Array.from({ length: 17 }, () => pax(paxRecord('path', 'a'))), ok]),
    tar('a name of 256 bytes', [pax(paxRecord('path', 'n'.repeat(256))), ok]),
    tar('a path of 1,100 bytes', [pax(paxRecord('path', Array<string>(11).fill('n'.repeat(99)).join('/'))), ok]),
    tar('a NUL in an extended name', [pax(paxRecord('path', 'a\0/../../evil')), ok]),
    tar('a file below a file', [{ name: 'a' }, { name: 'a/b' }]),
    tar('a file in the place of a folder', [{ name: 'a/b' }, { name: 'a' }]),
    tar('a folder in the place of a file', [{ name: 'a' }, { name: 'a/', type: '5' }]),
    tar('a file without a name', [{ name: '' }]),
    tar('a file named as the folder itself', [{ name: '.' }]),
  ];
}

function byDamage(): HostileArchive[] {
  const tar = makeTar([ok, { name: 'b', content: 'b'.repeat(2000) }]);
  const packed = gzipSync(tar);
  const changed = (at: number) => {
    const copy = Buffer.from(packed);
    copy.writeUInt8(((copy[at] as number) ^ 0xff) & 0xff, at);
    return copy;
  };
  const badSum = Buffer.from(tar);
  badSum.write('z', 10, 'latin1');
  return [
    ...[0, 1, 511, 512, 700, 1024, 2048, tar.length - 1024].map((length) => ({
      name: `a tar cut off after ${length} bytes`,
      bytes: tar.subarray(0, length),
    })),
    ...[2, 10, 20, packed.length - 8, packed.length - 1].map((length) => ({
      name: `a tar.gz cut off after ${length} bytes`,
      bytes: packed.subarray(0, length),
    })),
    { name: 'a checksum of gzip that is wrong', bytes: changed(packed.length - 8) },
    { name: 'a length of gzip that is wrong', bytes: changed(packed.length - 1) },
    { name: 'a checksum of tar that is wrong', bytes: gzipSync(badSum) },
    { name: 'junk behind gzip', bytes: Buffer.concat([packed, Buffer.from('junk')]) },
    { name: 'junk behind the end mark', bytes: gzipSync(Buffer.concat([tar, Buffer.from('junk')])) },
    { name: 'an entry behind the end mark', bytes: gzipSync(Buffer.concat([tar, tar])) },
    { name: 'no archive', bytes: Buffer.from('hello '.repeat(300)) },
    { name: 'gzip of no archive', bytes: gzipSync('hello '.repeat(300)) },
    { name: 'gzip in gzip', bytes: gzipSync(packed) },
    { name: 'a bomb of gzip', bytes: gzipSync(makeTar([{ name: 'z', content: Buffer.alloc(32e6) }])) },
    { name: 'a bomb behind the end mark', bytes: gzipSync(Buffer.concat([tar, Buffer.alloc(32e6)])) },
  ];
}

/** `outside` is a folder that nothing may be written into. */
export const hostileArchives = (outside: string): HostileArchive[] => [
  ...byName(outside),
  ...byType(outside),
  ...byZip(outside),
  ...byHeader(),
  ...byDamage(),
];
