import { access, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../src/config.ts';

const ROOT = new URL('../', import.meta.url);
const read = (name: string) => readFile(new URL(name, ROOT), 'utf8');

const service = z.strictObject({
  image: z.string(),
  build: z.literal('.').optional(),
  restart: z.literal('unless-stopped'),
  stop_grace_period: z.string().optional(),
  network_mode: z.literal('service:nemo').optional(),
  command: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.enum(['service_healthy', 'service_started']) })).optional(),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.string()),
  ports: z.array(z.string()).optional(),
  healthcheck: z.strictObject({
    test: z.array(z.string()),
    interval: z.string(),
    timeout: z.string(),
    retries: z.number().optional(),
    start_period: z.string().optional(),
  }),
});
const composition = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

const text = await read('compose.yaml');
const { services, volumes } = composition.parse(parse(text, { merge: true }));
const instances = Object.entries(services).filter(([name]) => name.startsWith('reelay-'));

/** The value as compose gives it to a container, with a password and no other variable set. */
const resolved = (value: string) =>
  value.replaceAll(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/g, 'secret1').replaceAll(/\$\{[A-Z_]+:-\}/g, '');

describe('compose.yaml', () => {
  it('has PostgreSQL, the embedded Nemo, and two instances that differ in their ports alone', () => {
    expect(Object.keys(services)).toEqual(['postgres', 'nemo', 'reelay-1', 'reelay-2']);
    const [one, two] = instances.map(([, { environment, healthcheck: _, ...rest }]) => {
      const { WEB_PORT, HEALTH_PORT, ...settings } = environment;
      return { ports: [WEB_PORT, HEALTH_PORT], rest, settings };
    });
    expect(one?.rest).toEqual(two?.rest);
    expect(one?.settings).toEqual(two?.settings);
    expect(new Set([...(one?.ports ?? []), ...(two?.ports ?? [])]).size).toBe(4);
  });

  it('sets what the program has settings for, to values that it accepts', async () => {
    const example = await read('.env.example');
    for (const [, { environment }] of instances) {
      for (const name of Object.keys(environment)) expect(example, name).toMatch(new RegExp(`^#? ?${name}=`, 'm'));
      const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, resolved(value)]));
      expect(readConfig(env)).toMatchObject({
        storeUrl: 'postgres://reelay:secret1@postgres:5432/reelay',
        nemo: { backend: 'cloud', apiUrl: 'http://127.0.0.1:8787' },
        healthPort: Number(environment.HEALTH_PORT),
        web: { host: '0.0.0.0', port: Number(environment.WEB_PORT) },
      });
    }
    // Settings of the embedded Nemo's own.
    const serve = await read('packages/local-nemo/src/serve.ts');
    for (const name of Object.keys(services.nemo?.environment ?? {})) expect(serve).toContain(`process.env.${name}`);
  });

  it('asks each instance whether it lives on its own port, and publishes the ports on this machine alone', () => {
    for (const [, { environment, healthcheck }] of instances) {
      expect(healthcheck.test.join(' ')).toContain(`http://127.0.0.1:${environment.HEALTH_PORT}/live`);
      for (const port of [environment.WEB_PORT, environment.HEALTH_PORT]) {
        expect(services.nemo?.ports).toContain(`127.0.0.1:${port}:${port}`);
      }
    }
    for (const port of services.nemo?.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:(\d+):\1$/);
  });

  it('is true to the image: its folders, and the program that it starts', async () => {
    const dockerfile = await read('Dockerfile');
    const volume = /^VOLUME (\S+)$/m.exec(dockerfile)?.[1] ?? '';
    const [, workdir] = /^WORKDIR (\S+)$/m.exec(dockerfile) ?? [];
    for (const name of ['nemo', 'reelay-1', 'reelay-2']) {
      for (const mount of services[name]?.volumes ?? []) expect(mount.split(':')[1]).toBe(volume);
    }
    expect(services.nemo?.environment.LOCAL_NEMO_DATA).toBe(`${volume}/local-nemo`);
    const [program, script = ''] = services.nemo?.command ?? [];
    expect([program, workdir]).toEqual(['node', '/app']);
    // As scripts/build.mjs lays out the workspace packages.
    const source = script.replace('dist/node_modules/@reelay/', 'packages/').replace(/\.js$/, '.ts');
    await access(new URL(source, ROOT));
    for (const { volumes: mounts } of Object.values(services)) {
      for (const mount of mounts) expect(Object.keys(volumes)).toContain(mount.split(':')[0]);
    }
  });

  it('waits for services that are there, and for one to be healthy only where it says how it is', () => {
    for (const { depends_on: needs = {} } of Object.values(services)) {
      for (const name of Object.keys(needs)) expect(services[name]).toBeDefined();
    }
  });

  it('holds no secret, and stops the start without a password', () => {
    expect(text).not.toMatch(/PASSWORD: [^$\s]/);
    expect(text.match(/\$\{POSTGRES_PASSWORD:\?/g)).toHaveLength(2);
  });
});
