import { configureGlobal } from 'fast-check'

/** One seed for all property tests, so that a run says the same twice. FUZZ=1 takes a new one, to look for what this one misses. */
configureGlobal({ seed: process.env['FUZZ'] ? Date.now() % 2 ** 31 : 20_261_123 })
