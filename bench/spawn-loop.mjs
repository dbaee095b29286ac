// The floor of the tasks bench: the same processes, so many at once, and nothing on record. Prints the milliseconds that it took.
import { spawn } from 'node:child_process';

const [tasks, jobs] = process.argv.slice(2).map(Number);
const from = performance.now();
let [started, ended] = [0, 0];

function start() {
  if (started === tasks) return;
  started++;
  spawn('true', { stdio: 'ignore' }).on('exit', () => {
    if (++ended === tasks) process.stdout.write(String(performance.now() - from));
    else start();
  });
}

for (let job = 0; job < jobs; job++) start();
