import { existsSync } from 'node:fs';
import process from 'node:process';
import { ConfigError, messageOf } from '../errors.ts';

/** The environment, completed from `.env`; what is set already stays. */
export function environment(): NodeJS.ProcessEnv {
  try {
    if (existsSync('.env')) process.loadEnvFile('.env');
  } catch (error) {
    throw new ConfigError([`.env cannot be read: ${messageOf(error)}`], { cause: error });
  }
  return process.env;
}
