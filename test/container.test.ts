import { access, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../', import.meta.url);
const linesOf = async (name: string): Promise<string[]> => (await readFile(new URL(name, ROOT), 'utf8')).split('\n');

/** What the image takes from the folder it is built in. */
async function copied(): Promise<string[]> {
  const copies = (await linesOf('Dockerfile')).filter((line) => line.startsWith('COPY ') && !line.includes('--from='));
  return copies.flatMap((line) => line.split(/\s+/).slice(1, -1));
}

describe('the container image', () => {
  it('is made of files that are there and that .dockerignore lets in', async () => {
    const letIn = (await linesOf('.dockerignore')).filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    const sources = await copied();
    expect(sources).toContain('src');
    for (const source of sources) await access(new URL(source, ROOT));
    expect([...new Set(sources)].sort()).toEqual([...letIn].sort());
  });

  it('leaves everything else out, secrets and data first', async () => {
    const rules = (await linesOf('.dockerignore')).filter((line) => line && !line.startsWith('#'));
    expect(rules[0]).toBe('*');
    for (const kept of ['.', '.env', 'data', 'node_modules']) expect(await copied()).not.toContain(kept);
  });

  it('runs as nobody special, stops on SIGTERM, and is told when it hangs', async () => {
    const dockerfile = (await linesOf('Dockerfile')).join('\n');
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    for (const line of ['USER node', 'VOLUME /app/data', 'STOPSIGNAL SIGTERM', 'CMD ["node", "dist/main.js"]']) {
      expect(last.split('\n')).toContain(line);
    }
    expect(last).toMatch(/^HEALTHCHECK .*"--health"\]$/m);
    expect(last.indexOf('chown node:node data')).toBeLessThan(last.indexOf('VOLUME'));
  });
});
