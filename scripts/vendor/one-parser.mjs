// Stands for @traqula/parser-sparql-1-2 inside dist/vendor. Building the SPARQL parser takes a tenth of a second; the engine and
// our own guard would each build one with the same grammar. Here all share one, and it is built at the first query.
import { Parser as Whole } from '@traqula/parser-sparql-1-2';

let whole;
let complain;

export class Parser {
  #options;

  constructor(options = {}) {
    this.#options = options;
  }

  parse(query, context = {}) {
    whole ??= new Whole({ lexerConfig: { positionTracking: 'full' }, errorHandler: (problems) => complain(problems) });
    complain = this.#options.errorHandler ?? refuse;
    return whole.parse(query, { ...this.#options.defaultContext, ...context });
  }
}

function refuse([problem]) {
  throw new Error(`Parse error: ${problem.message}`);
}
