export { formatReference, parseReference, parseVariable, type Reference } from './reference.ts'
export { createResolver, resolveSecret, type Helpers, type Resolved, type Resolver } from './resolve.ts'
export { codeOf, readRegularFile } from './read-file.ts'
export { createPrivateFile, readPrivateFile, replacePrivateFile, syncFolder } from './private-file.ts'
