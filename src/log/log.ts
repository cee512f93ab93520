export type LogLevel = 'info' | 'warn' | 'error';

/** Where everything writes what an operator of the service should know. Fields carry no token. */
export type Log = (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;
