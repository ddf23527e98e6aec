import { adapterContract } from './contract.ts';
import { discordConversation } from './discord.ts';

adapterContract({ name: 'discord', start: discordConversation, maxVideoBytes: 10 * 1024 * 1024, hasButtons: true });
