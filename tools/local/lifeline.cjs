// Preloaded into every process that we start. When the process that started us is gone, however it went, we leave in good order:
// nobody else would ever stop us.
const GRACE_MS = 15_000;

process.on('disconnect', () => {
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  process.kill(process.pid, 'SIGTERM');
});
process.channel?.unref();
