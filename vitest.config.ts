import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Long files first, so that no worker is left alone with one of them at the end; by name, since a clean clone has no timings. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const long = [/test\/run\/(kill|reference|recovery)/, /test\/run\//, /test\/cli\//, /test\/example\//];
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = long.findIndex((pattern) => pattern.test(moduleId));
      return found < 0 ? long.length : found;
    };
    return [...files].sort((a, b) => rank(a) - rank(b) || (a.moduleId < b.moduleId ? -1 : 1));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Files share their worker's modules: the SPARQL engine and SHACL are loaded, and warm, once a worker instead of once a file, which
    // halves the suite's time. So a test leaves nothing behind in a module, in the environment, or in the working folder.
    isolate: false,
    sequence: { sequencer: LongFirst },
  },
});
