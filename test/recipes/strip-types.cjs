// Webpack reads no TypeScript, and the tests run from source.
const { stripTypeScriptTypes } = require('node:module');

module.exports = (source) => stripTypeScriptTypes(source);
