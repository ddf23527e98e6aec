import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { FAULTS, firstLine, SAYINGS } from '../test/core/rig/faults.ts';
import { Rig } from '../test/core/rig/rig.ts';

// Writes the table of faults in docs/reliability.md: what a chat is told of each, in both languages, as it really comes.
// Run it again when the bot's words change, and read the difference: npx tsx scripts/tell-faults.ts

const PAGE = fileURLToPath(new URL('../docs/reliability.md', import.meta.url));
const BEGIN = '<!-- faults -->';
const END = '<!-- /faults -->';

const rows: string[] = [];
for (const fault of FAULTS) {
  const told: string[] = [];
  for (const language of ['en', 'zh'] as const) {
    const rig = await Rig.start(fault.options);
    try {
      told.push(firstLine(await fault.happens(rig, SAYINGS[language])));
    } finally {
      await rig.close();
    }
  }
  rows.push(`| ${[fault.name, ...told].join(' | ')} |`);
}
const table = ['| Fault | English | 中文 |', '|---|---|---|', ...rows].join('\n');
const page = await readFile(PAGE, 'utf8');
const [before, after] = [page.split(BEGIN)[0], page.split(END)[1]];
await writeFile(PAGE, `${before}${BEGIN}\n${table}\n${END}${after}`);
