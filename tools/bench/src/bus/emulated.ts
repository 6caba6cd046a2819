/** Where LocalStack and the embedded emulator keep their topics and queues. */
export const EMULATED = { region: 'eu-west-2', accountId: '000000000000' };
