import { BrokenFormatError, type Bytes } from '../bytes.ts';
import { boxesIn, metaChildrenStart } from './boxes.ts';

/** What a HEIC's or AVIF's boxes declare, read without decoding. */
export interface HeifStructure {
  /** Pixels of the largest picture declared in the file: the whole, not one of its tiles. */
  pixels: number;
  /** The colour profile (ICC), where one is embedded. */
  profile?: Buffer;
  /** Primaries and transfer as numbers of ITU-T H.273 (`nclx`), where they are declared. */
  colours?: { primaries: number; transfer: number };
}

const MAX_PROFILE_BYTES = 4 * 1024 * 1024;

/**
 * Reads the declared sizes (`ispe`) and the colour profile (`colr`) of a HEIF file (ISO/IEC 23008-12).
 * @throws BrokenFormatError when no picture is declared.
 */
export async function parseHeif(bytes: Bytes): Promise<HeifStructure> {
  const structure: HeifStructure = { pixels: 0 };
  for await (const box of boxesIn(bytes, 0, bytes.size)) {
    if (box.type !== 'meta') continue;
    for await (const part of boxesIn(bytes, await metaChildrenStart(bytes, box), box.end)) {
      if (part.type !== 'iprp') continue;
      for await (const container of boxesIn(bytes, part.body, part.end)) {
        if (container.type === 'ipco') await readProperties(bytes, container.body, container.end, structure);
      }
    }
  }
  if (structure.pixels === 0) throw new BrokenFormatError('a HEIF file that declares no picture');
  return structure;
}

async function readProperties(bytes: Bytes, from: number, to: number, structure: HeifStructure): Promise<void> {
  for await (const property of boxesIn(bytes, from, to)) {
    if (property.type === 'ispe') {
      const size = await bytes.at(property.body, 12);
      if (size.length === 12)
        structure.pixels = Math.max(structure.pixels, size.readUInt32BE(4) * size.readUInt32BE(8));
    }
    if (property.type === 'colr' && property.end - property.body <= MAX_PROFILE_BYTES) {
      const colour = await bytes.at(property.body, property.end - property.body);
      const kind = colour.toString('latin1', 0, 4);
      if (kind === 'prof' || kind === 'rICC') structure.profile ??= Buffer.from(colour.subarray(4));
      if (kind === 'nclx' && colour.length >= 8)
        structure.colours ??= { primaries: colour.readUInt16BE(4), transfer: colour.readUInt16BE(6) };
    }
  }
}
