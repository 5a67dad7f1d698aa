/** Why the program cannot start or a command cannot run: one clear line for a person, without a stack. */
export class SetupError extends Error {}
