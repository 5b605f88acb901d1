// Counts the cells of the first sheet of a workbook through calamine's cell stream and prints
// cells, bytes of text, seconds.
use calamine::{open_workbook, DataRef, Reader, Xlsx};
use std::time::Instant;

fn main() {
    let path = std::env::args().nth(1).expect("usage: calamine_bench FILE.xlsx");
    let start = Instant::now();
    let mut book: Xlsx<_> = open_workbook(&path).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    let mut reader = book.worksheet_cells_reader(&name).expect("a sheet");
    let (mut cells, mut bytes) = (0u64, 0u64);
    while let Some(cell) = reader.next_cell().expect("a cell") {
        bytes += match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::String(text) => text.len() as u64,
            DataRef::SharedString(text) => text.len() as u64,
            _ => 8,
        };
        cells += 1;
    }
    println!("{} {} {:.3}", cells, bytes, start.elapsed().as_secs_f64());
}
