import { adapterContract } from './contract.ts';
import { discordStage } from './discord.ts';

adapterContract({ name: 'discord', start: discordStage, maxVideoBytes: 10 * 1024 * 1024, hasButtons: true });
