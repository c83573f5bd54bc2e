import { describe, expect, it } from 'vitest';
import { explainPip } from '../../../../src/serving/container/python/explain-pip.ts';

/** What pip 23.2 wrote (`--quiet --no-input`), shortened where it repeats itself. */
const said = {
  'a package that there is not': [
    'ERROR: Could not find a version that satisfies the requirement nosuch==1.2 (from versions: none)',
    'ERROR: No matching distribution found for nosuch==1.2',
  ],
  'a version that there is not': [
    'ERROR: Could not find a version that satisfies the requirement scikit-learn==0.23.* (from versions: 1.1.3, 1.2.0rc1, 1.8.0, 1.9.0, 1.9.1)',
    'ERROR: No matching distribution found for scikit-learn==0.23.*',
  ],
  'a line that is no requirement': [
    "ERROR: Invalid requirement: 'numpy=1.2' (from line 1 of r.txt)",
    'Hint: = is not a valid operator. Did you mean == ?',
  ],
  'packages that conflict': [
    'ERROR: Cannot install -r r.txt (line 1) and numpy==2.3.0 because these package versions have conflicting dependencies.',
    '',
    'The conflict is caused by:',
    '    The user requested numpy==2.3.0',
    '    pandas 2.2.0 depends on numpy<2 and >=1.23.2; python_version == "3.11"',
    '',
    'To fix this you could try to:',
    "1. loosen the range of package versions you've specified",
    'ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts',
  ],
  'no network': [
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f7fbe4fe310>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/scikit-learn/",
    'ERROR: Could not find a version that satisfies the requirement scikit-learn==1.9.* (from versions: none)',
    'ERROR: No matching distribution found for scikit-learn==1.9.*',
  ],
  'a full disk': ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', ''],
  'a package that refuses to be built': [
    '  error: subprocess-exited-with-error',
    '  ',
    '  × Getting requirements to build wheel did not run successfully.',
    '  │ exit code: 1',
    '  ╰─> [15 lines of output]',
    "      The 'sklearn' PyPI package is deprecated, use 'scikit-learn'",
    "      rather than 'sklearn' for pip commands.",
    '      ',
    '      Here is how to fix this error in the main use cases:',
    '      [end of output]',
    '  ',
    '  note: This error originates from a subprocess, and is likely not a problem with pip.',
    'error: subprocess-exited-with-error',
  ],
  'a build without its compiler': [
    '  ╰─> [3 lines of output]',
    '      running build_ext',
    "      error: command 'gcc' failed: No such file or directory",
    '      cleaning up',
    '      [end of output]',
    'error: subprocess-exited-with-error',
  ],
  'a Python of Debian without venv': [
    'The virtual environment was not created successfully because ensurepip is not',
    'available.  On Debian/Ubuntu systems, you need to install the python3-venv',
  ],
  nothing: [],
};

/** The same, as it is told. */
const told: Readonly<Record<keyof typeof said, string>> = {
  'a package that there is not':
    'Could not find a version that satisfies the requirement nosuch==1.2 (from versions: none); No matching distribution found for nosuch==1.2',
  'a version that there is not':
    'Could not find a version that satisfies the requirement scikit-learn==0.23.* (from versions: ..., 1.8.0, 1.9.0, 1.9.1); No matching distribution found for scikit-learn==0.23.*',
  'packages that conflict':
    'the packages conflict: The user requested numpy==2.3.0; pandas 2.2.0 depends on numpy<2 and >=1.23.2; python_version == "3.11"',
  'a line that is no requirement':
    "Invalid requirement: 'numpy=1.2' (from line 1 of r.txt); Hint: = is not a valid operator. Did you mean == ?",
  'no network':
    'the package index cannot be reached (Temporary failure in name resolution): give this machine a network, a proxy (HTTPS_PROXY) or an index of its own (PIP_INDEX_URL)',
  'a full disk': 'the disk of /environments is full: make room there',
  'a package that refuses to be built':
    "The 'sklearn' PyPI package is deprecated, use 'scikit-learn' rather than 'sklearn' for pip commands.",
  'a build without its compiler': "error: command 'gcc' failed: No such file or directory",
  'a Python of Debian without venv':
    'this Python has no ensurepip: install it (Debian and Ubuntu: apt-get install python3-venv)',
  nothing: '',
};

describe('explainPip()', () => {
  it.each(Object.entries(said))('finds the cause in %s', (what, lines) => {
    expect(explainPip(lines, '/environments')).toBe(told[what as keyof typeof said]);
  });

  it('is short, and begins with the cause', () => {
    const [first = ''] = said['a package that there is not'];
    expect(explainPip([`${first} ${'x'.repeat(10_000)}`], '/environments').length).toBeLessThan(500);
  });
});
