/**
 * What our statements rely on, whatever the server, the database or the role has set: a check and the write after it see what others
 * have committed in between, and times are written as the driver reads them. A backslash keeps the space within a value.
 */
export const RELIED_ON = '-c default_transaction_isolation=read\\ committed -c DateStyle=ISO,MDY';
