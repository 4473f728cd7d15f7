export { type Bindable, type Row, type Store, StoreError, type StoreErrorCode, type Table } from './store/store.ts'
export { openEmbeddedStore } from './store/embedded.ts'
export { readSecret } from './store/folder.ts'
export { type Column, encodeBlock, IntegerColumn, ListColumn, TextColumn, WideColumn } from './store/native.ts'
