export { loadPage, type Page, type PageFile } from './load-page.ts'
export { DASHBOARD_ERRORS } from './errors.ts'
