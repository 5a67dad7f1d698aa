/**
 * Thrown when the server cannot start or a command cannot run. Its message is one line for a person; no stack is shown.
 */
export class SetupError extends Error {}
