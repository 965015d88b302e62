// SPDX-License-Identifier: Apache-2.0
// Runs the independent verifier on many files in one process, each time from its first line:
//   node verify_many.mjs VERIFIER NUMBER_OF_OPTIONS [OPTION]... FILE...
// Prints one line of JSON a file: what the verifier printed, and its exit code.
import {pathToFileURL} from 'node:url';

const [, , verifier, count, ...rest] = process.argv;
const options = rest.slice(0, Number(count));
const print = console.log;
for(const [number, file] of rest.slice(Number(count)).entries()) {
  let said = '', exit = null;
  console.log = text => { said += text; };
  process.exit = code => { exit = code; throw new Error('the verifier is done'); };
  process.argv = [process.argv[0], verifier, file, ...options];
  try {
    await import(`${pathToFileURL(verifier).href}?run=${number}`);
  } catch(error) {
    if(exit === null) throw error;
  }
  print(JSON.stringify({...JSON.parse(said), exit}));
}
